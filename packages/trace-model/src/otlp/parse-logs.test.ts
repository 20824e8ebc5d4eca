import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arbitraryLogBatch,
  toExpectedRecords,
  toOracleLogsRequest,
} from '../testing/arbitrary-log-record.ts';
import { encodeLogsRequest, encodeLogsRequestJson } from '../testing/otlp-oracle.ts';
import { parseOtlpLogsJson } from './parse-logs-json.ts';
import { parseOtlpLogsProtobuf } from './parse-logs-protobuf.ts';

describe('both encodings against the oracle', { timeout: 30_000 }, () => {
  it('protobuf gives the records that were encoded', () => {
    fc.assert(
      fc.property(arbitraryLogBatch, (batch) => {
        const result = parseOtlpLogsProtobuf(encodeLogsRequest(toOracleLogsRequest(batch)));
        expect(result).toEqual({ ok: true, records: toExpectedRecords(batch) });
      }),
      { numRuns: 300 },
    );
  });

  it('JSON gives the records that were encoded', () => {
    fc.assert(
      fc.property(arbitraryLogBatch, (batch) => {
        const result = parseOtlpLogsJson(encodeLogsRequestJson(toOracleLogsRequest(batch)));
        expect(result).toEqual({ ok: true, records: toExpectedRecords(batch) });
      }),
      { numRuns: 300 },
    );
  });
});

describe('hostile input', { timeout: 30_000 }, () => {
  it('never throws when valid bytes are cut or one byte is changed', () => {
    fc.assert(
      fc.property(arbitraryLogBatch, fc.nat(), fc.nat(255), (batch, position, byte) => {
        const bytes = encodeLogsRequest(toOracleLogsRequest(batch));
        const changed = Uint8Array.from(bytes);
        if (bytes.length > 0) changed[position % bytes.length] = byte;
        expect(typeof parseOtlpLogsProtobuf(changed).ok).toBe('boolean');
        expect(typeof parseOtlpLogsProtobuf(bytes.subarray(0, position % (bytes.length + 1))).ok).toBe(
          'boolean',
        );
      }),
      { numRuns: 500 },
    );
  });

  it('never throws on any JSON value in any place of a record', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('traceId', 'body', 'timeUnixNano', 'attributes', 'severityNumber'),
        fc.jsonValue(),
        (name, value) => {
          const request = { resourceLogs: [{ scopeLogs: [{ logRecords: [{ [name]: value }] }] }] };
          expect(typeof parseOtlpLogsJson(JSON.stringify(request)).ok).toBe('boolean');
        },
      ),
    );
  });

  it('names the place', () => {
    const record = { traceId: 'xyz' };
    expect(
      parseOtlpLogsJson(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] })),
    ).toEqual({
      ok: false,
      problem: {
        path: 'resourceLogs[0].scopeLogs[0].logRecords[0].traceId',
        message: 'expected 32 hex digits, found 3',
      },
    });
    expect(parseOtlpLogsJson('{"resource_logs":[]}')).toMatchObject({
      ok: false,
      problem: { path: 'resource_logs' },
    });
    expect(parseOtlpLogsJson('no')).toMatchObject({ ok: false, problem: { message: /^not JSON/ } });
  });
});
