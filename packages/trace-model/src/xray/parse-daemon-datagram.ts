import { parseSegmentDocument } from './parse-segment-document.ts';
import type { SegmentDocument, SegmentProblem } from './segment-document.ts';

/** What one datagram to the X-Ray daemon holds. `text` is the document as sent. */
export type DaemonDatagramResult =
  | { readonly ok: true; readonly document: SegmentDocument; readonly text: string }
  | {
      readonly ok: false;
      /** The first line, or what follows it. */
      readonly where: 'header' | 'document';
      readonly problems: readonly SegmentProblem[];
      /** What follows the header line, where there is one that can be read. */
      readonly text?: string;
    };

const lineFeed = 0x0a;

/**
 * Reads one datagram as the X-Ray daemon does, a header line `{"format":"json","version":1}` and one document, and then
 * the document strictly, which the daemon leaves to X-Ray. Never throws.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-daemon
 */
export function parseDaemonDatagram(bytes: Uint8Array): DaemonDatagramResult {
  const end = bytes.indexOf(lineFeed);
  const header = readHeader(decode(end === -1 ? bytes : bytes.subarray(0, end)));
  if (header !== undefined) return refuse('header', header);
  if (end === -1) return refuse('document', 'expected a line feed and a document after the header line');
  const text = decode(bytes.subarray(end + 1));
  if (text === undefined) return refuse('document', `not UTF-8 after byte ${end + 1}`);
  if (text === '') return refuse('document', 'expected a document after the header line, found nothing');
  if (/^T1[SU]/.test(text)) {
    return refuse('document', "found OTLP over UDP (T1S, T1U), which only AWS Lambda's own daemon takes");
  }
  const result = parseSegmentDocument(text);
  if (result.ok) return { ok: true, document: result.document, text };
  return { ok: false, where: 'document', problems: result.problems, text };
}

/** What is wrong with the header line; nothing when it is right. The daemon takes any case of the format. */
function readHeader(text: string | undefined): string | undefined {
  const expected = 'expected {"format":"json","version":1}';
  if (text === undefined) return `${expected}, found bytes that are not UTF-8`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return `${expected}, found ${shorten(text)}`;
  }
  if (typeof value !== 'object' || value === null) return `${expected}, found ${shorten(text)}`;
  const format: unknown = Reflect.get(value, 'format');
  const version: unknown = Reflect.get(value, 'version');
  const isRight = typeof format === 'string' && format.toLowerCase() === 'json' && version === 1;
  return isRight ? undefined : `${expected}, found ${shorten(text)}`;
}

function refuse(where: 'header' | 'document', message: string): DaemonDatagramResult {
  return { ok: false, where, problems: [{ path: '', message }] };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const maxShownLength = 60;

function shorten(text: string): string {
  const shown = text.length > maxShownLength ? `${text.slice(0, maxShownLength)}…` : text;
  return JSON.stringify(shown);
}
