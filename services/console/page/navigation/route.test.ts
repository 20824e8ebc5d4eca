import { expect, it } from 'vitest';
import { parseRoute, toListPath, toTracePath } from './route.ts';

const origin = 'http://localhost:4569';
const id = '6740a1b2c3d4e5f60718293a4b5c6d7e';

it('shows the list at the top, with its filter', () => {
  expect(parseRoute(`${origin}/`)).toEqual({ page: 'list', query: '' });
  expect(parseRoute(origin + toListPath('status:5xx /home&away'))).toEqual({
    page: 'list',
    query: 'status:5xx /home&away',
  });
});

it('shows a trace, and the span that the address names', () => {
  expect(parseRoute(origin + toTracePath(id))).toEqual({ page: 'trace', traceId: id, spanId: undefined });
  expect(parseRoute(origin + toTracePath(id, '00f067aa0ba902b7'))).toEqual({
    page: 'trace',
    traceId: id,
    spanId: '00f067aa0ba902b7',
  });
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
