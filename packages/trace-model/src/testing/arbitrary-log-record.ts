import * as fc from 'fast-check';
import type { LogRecord } from '../log-record.ts';
import {
  id,
  keyValues,
  text,
  toAttributes,
  toAttributeValue,
  uint64,
  value,
  type OracleKeyValue,
  type OracleValue,
} from './arbitrary-attributes.ts';
import type { OracleRequest } from './otlp-oracle.ts';

/** Arbitrary log records, and the message that carries them for the oracle. */

interface BareRecord {
  readonly timeUnixNano: bigint;
  readonly observedTimeUnixNano: bigint;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: OracleValue;
  readonly eventName: string;
  readonly attributes: OracleKeyValue[];
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
}

type LogBatch = readonly {
  readonly resource: OracleKeyValue[];
  readonly scope: { name: string; version: string };
  readonly records: readonly BareRecord[];
}[];

const bareRecord: fc.Arbitrary<BareRecord> = fc.record({
  timeUnixNano: uint64,
  observedTimeUnixNano: uint64,
  severityNumber: fc.nat(24),
  severityText: text,
  body: value,
  eventName: text,
  attributes: keyValues,
  traceId: fc.option(id(16), { nil: undefined }),
  spanId: fc.option(id(8), { nil: undefined }),
});

export const arbitraryLogBatch: fc.Arbitrary<LogBatch> = fc.array(
  fc.record({
    resource: keyValues,
    scope: fc.record({ name: text, version: text }),
    records: fc.array(bareRecord, { maxLength: 3 }),
  }),
  { maxLength: 3 },
);

/** The records that a decoder has to give for the batch. */
export function toExpectedRecords(batch: LogBatch): readonly LogRecord[] {
  return batch.flatMap(({ resource, scope, records }) =>
    records.map(({ traceId, spanId, body, attributes, ...record }) => ({
      ...record,
      body: toAttributeValue(body),
      attributes: toAttributes(attributes),
      ...(traceId === undefined ? {} : { traceId }),
      ...(spanId === undefined ? {} : { spanId }),
      resource: toAttributes(resource),
      scope,
    })),
  );
}

/** The batch as the oracle's `ExportLogsServiceRequest`. */
export function toOracleLogsRequest(batch: LogBatch): OracleRequest {
  return {
    resourceLogs: batch.map(({ resource, scope, records }) => ({
      resource: { attributes: resource },
      scopeLogs: [
        {
          scope,
          logRecords: records.map(({ traceId = '', spanId = '', body, ...record }) => ({
            ...record,
            body: { value: body },
            // Passed over.
            flags: 1,
            droppedAttributesCount: 3,
            traceId: Buffer.from(traceId, 'hex'),
            spanId: Buffer.from(spanId, 'hex'),
          })),
        },
      ],
    })),
  };
}
