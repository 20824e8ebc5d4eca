import { expect, test } from 'vitest';
import { toTraceLinks } from './trace-links.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const timeMs = Date.UTC(2026, 10, 21, 12);

test('there is a link to each place that is known', () => {
  const links = toTraceLinks(
    {
      consoleUrl: 'http://127.0.0.1:4569',
      honeycomb: { url: 'https://ui.honeycomb.io', team: 'crud', environment: 'test', dataset: 'gate way' },
      xrayRegion: 'eu-central-1',
      logs: { region: 'eu-central-1', group: '/cruddur/gateway' },
    },
    traceId,
    timeMs,
  );
  expect(links).toMatchObject({
    console: `http://127.0.0.1:4569/traces/${traceId}`,
    honeycomb: `https://ui.honeycomb.io/crud/environments/test/datasets/gate%20way/trace?trace_id=${traceId}&trace_start_ts=1795260600&trace_end_ts=1795264200`,
    xray: 'https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#xray:traces/1-0af76519-16cd43dd8448eb211c80319c',
  });
  const logs = decodeURIComponent((links['logs'] ?? '').replaceAll('$', '%'));
  expect(logs).toContain('#logsV2:logs-insights?queryDetail=~(');
  expect(logs).toContain("~source~(~'*2fcruddur*2fgateway)");
  expect(logs).toContain(traceId);
  expect(Object.values(links).every((link) => URL.canParse(link))).toBe(true);
});

test('without settings or without a trace there is none', () => {
  expect(toTraceLinks({}, traceId, timeMs)).toEqual({});
  expect(toTraceLinks({ consoleUrl: 'http://127.0.0.1:4569' }, undefined, timeMs)).toEqual({});
});
