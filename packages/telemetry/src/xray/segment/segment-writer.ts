import type { Attributes } from '@opentelemetry/api';
import { fitsBytes, utf8Length } from './byte-length.ts';
import { toMetadataValues } from './metadata.ts';
import { toResourceBlock } from './resource-block.ts';
import type { SegmentDocument } from './segment-document.ts';
import { shrink } from './shrink.ts';

/** Writes documents as JSON; what the resource adds to each segment is written once for all. */
export interface SegmentWriter {
  /** Within the limit, whatever has to be cut for it. */
  readonly write: (document: SegmentDocument) => string;
}

export function createSegmentWriter(
  resource: Attributes,
  logGroupNames: readonly string[],
  maxBytes: number,
): SegmentWriter {
  const ending = toSegmentEnding(resource, logGroupNames, maxBytes);
  const toJson = (document: SegmentDocument): string => {
    const json = JSON.stringify(document);
    // A document ends with its metadata, which is never empty: `...}}` goes on from there.
    return document.type === undefined ? json.slice(0, -2) + ending : json;
  };
  const writeIfFits = (document: SegmentDocument): string | undefined => {
    const json = toJson(document);
    return fitsBytes(json, maxBytes) ? json : undefined;
  };
  return {
    write: (document) => {
      const json = writeIfFits(document) ?? shrink(document, writeIfFits);
      if (json === undefined) throw new RangeError(`no document fits ${maxBytes} bytes`);
      return json;
    },
  };
}

/** What closes a segment: `metadata.resource`, then the fields that all segments of a process have alike. */
function toSegmentEnding(resource: Attributes, logGroupNames: readonly string[], maxBytes: number): string {
  const { service, origin, aws } = toResourceBlock(resource, logGroupNames);
  const values = JSON.stringify({ service, origin, aws }).slice(1);
  const fields = values === '}' ? '}' : `,${values}`;
  const whole = `,"resource":${JSON.stringify(toMetadataValues(resource))}}${fields}`;
  // Never more than a quarter, so that there is room for the span itself.
  const maxEndingBytes = maxBytes / 4;
  if (utf8Length(whole) <= maxEndingBytes) return whole;
  const withoutMetadata = `}${fields}`;
  return utf8Length(withoutMetadata) <= maxEndingBytes ? withoutMetadata : '}}';
}
