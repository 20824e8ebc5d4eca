import { expect, it } from 'vitest';
import { NO_FILTER } from '../logs/log-filter.ts';
import { parseRoute, toErrorPath, toListPath, toLogsPath, toTracePath } from './route.ts';

const origin = 'http://localhost:4569';
const id = '6740a1b2c3d4e5f60718293a4b5c6d7e';
const logs = { filter: NO_FILTER, entryId: undefined };

it('shows the list at the top, with its filter', () => {
  expect(parseRoute(`${origin}/`)).toEqual({ page: 'list', query: '' });
  expect(parseRoute(origin + toListPath('status:5xx /home&away'))).toEqual({
    page: 'list',
    query: 'status:5xx /home&away',
  });
});

it('shows a trace, and the span that the address names', () => {
  expect(parseRoute(origin + toTracePath(id))).toEqual({
    page: 'trace',
    traceId: id,
    view: 'spans',
    spanId: undefined,
    logs,
  });
  expect(parseRoute(origin + toTracePath(id, '00f067aa0ba902b7'))).toEqual({
    page: 'trace',
    traceId: id,
    view: 'spans',
    spanId: '00f067aa0ba902b7',
    logs,
  });
});

it('shows what came of a trace by X-Ray, and the document that the address names', () => {
  const path = toTracePath(id, '00f067aa0ba902b7', 'xray');
  expect(path).toBe(`/traces/${id}/xray#span=00f067aa0ba902b7`);
  expect(parseRoute(origin + path)).toEqual({
    page: 'trace',
    traceId: id,
    view: 'xray',
    spanId: '00f067aa0ba902b7',
    logs,
  });
  expect(parseRoute(`${origin}/traces/${id}/xray/`)).toMatchObject({ view: 'xray', traceId: id });
  expect(parseRoute(`${origin}/xray-rejected`)).toEqual({ page: 'rejected' });
});

it('shows the logs of a trace, with their filter, and the entry that the address names', () => {
  const shown = { filter: { minLevel: 'warn' as const, text: 'a&b' }, entryId: 'x#1' };
  const path = toLogsPath(id, '00f067aa0ba902b7', shown);
  expect(path).toBe(`/traces/${id}/logs?level=warn&q=a%26b#span=00f067aa0ba902b7&entry=x%231`);
  expect(parseRoute(origin + path)).toEqual({
    page: 'trace',
    traceId: id,
    view: 'logs',
    spanId: '00f067aa0ba902b7',
    logs: shown,
  });
  expect(toLogsPath(id, undefined, logs)).toBe(toTracePath(id, undefined, 'logs'));
  expect(parseRoute(`${origin}/traces/${id.toUpperCase()}/logs?q=a#entry=1`)).toEqual({
    page: 'moved',
    path: `/traces/${id}/logs?q=a#entry=1`,
  });
});

it('shows errors, lines without a trace, and what was dropped', () => {
  expect(parseRoute(`${origin}/errors`)).toEqual({ page: 'errors' });
  expect(parseRoute(origin + toErrorPath('0123456789abcdef'))).toEqual({
    page: 'error',
    key: '0123456789abcdef',
    uuid: undefined,
  });
  expect(parseRoute(origin + toErrorPath('0123456789abcdef', 'u-1'))).toMatchObject({ uuid: 'u-1' });
  expect(parseRoute(`${origin}/errors/xyz`)).toMatchObject({ page: 'unknown' });
  expect(parseRoute(`${origin}/logs`)).toEqual({ page: 'lines' });
  expect(parseRoute(`${origin}/drops`)).toEqual({ page: 'drops' });
});

it('moves the X-Ray form and upper case to the one address, keeping the span', () => {
  const xray = `1-${id.slice(0, 8)}-${id.slice(8)}`;
  expect(parseRoute(`${origin}/traces/${xray}#span=ab`)).toEqual({
    page: 'moved',
    path: `/traces/${id}#span=ab`,
  });
  expect(parseRoute(`${origin}/traces/${id.toUpperCase()}`)).toEqual({
    page: 'moved',
    path: `/traces/${id}`,
  });
  expect(parseRoute(`${origin}/traces/${xray}/xray#span=ab`)).toEqual({
    page: 'moved',
    path: `/traces/${id}/xray#span=ab`,
  });
});

it('says which part of an address is no trace id', () => {
  expect(parseRoute(`${origin}/traces/xyz`)).toMatchObject({ page: 'unknown', badTraceId: 'xyz' });
  expect(parseRoute(`${origin}/traces/%E0%A4%A`)).toMatchObject({ page: 'unknown', badTraceId: '%E0%A4%A' });
  expect(parseRoute(`${origin}/metrics`)).toEqual({
    page: 'unknown',
    path: '/metrics',
    badTraceId: undefined,
  });
});
