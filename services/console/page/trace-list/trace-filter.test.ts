import { expect, it } from 'vitest';
import type { TraceSummary } from '../../src/api/types.ts';
import { filterTraces } from './trace-filter.ts';

function trace(traceId: string, rootName: string, services: string[], httpStatusCode?: number): TraceSummary {
  return {
    traceId,
    xrayTraceId: `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`,
    rootName,
    rootService: services[0] ?? '',
    startTimeMs: 0,
    durationMs: 1,
    services: services.map((name) => ({ name, spanCount: 1 })),
    spanCount: services.length,
    errorCount: httpStatusCode !== undefined && httpStatusCode >= 500 ? 1 : 0,
    ...(httpStatusCode === undefined ? {} : { httpStatusCode }),
    xray: { documentCount: 0, disagreementCount: 0 },
    logs: { lineCount: 0, errorLineCount: 0 },
    reportedErrorCount: 0,
    bars: [],
  };
}

const home = trace(
  'aaaa1111222233334444555566667777',
  'GET /api/activities/home',
  ['gateway', 'activities'],
  200,
);
const failed = trace('bbbb1111222233334444555566667777', 'POST /api/activities', ['gateway'], 503);
const job = trace('cccc1111222233334444555566667777', 'expire-activities', ['Activities']);
const all = [home, failed, job];

it.each([
  ['', all],
  ['   ', all],
  ['home', [home]],
  ['HOME gateway', [home]],
  ['activities', all],
  ['service:activities', [home, job]],
  ['route:activities service:gateway', [home, failed]],
  ['503', [failed]],
  ['5xx', [failed]],
  ['status:2', [home]],
  ['status:2xx', [home]],
  ['error', [failed]],
  ['is:error', [failed]],
  ['bbbb11', [failed]],
  ['1-cccc1111-2222', [job]],
  ['id:aaaa', [home]],
  ['is:error home', []],
  ['service:', []],
  ['colour:red', []],
])('%j lets the right traces through', (filter, expected) => {
  expect(filterTraces(all, filter)).toEqual(expected);
});

it('finds the traces whose X-Ray documents disagree with their spans', () => {
  const differing = { ...home, xray: { documentCount: 5, disagreementCount: 1 } };
  const same = { ...home, xray: { documentCount: 5, disagreementCount: 0 } };
  expect(filterTraces([same, differing, failed], 'is:mismatch')).toEqual([differing]);
});
