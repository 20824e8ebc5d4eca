import { expect, it } from 'vitest';
import { httpClient, httpServer } from './presets.ts';
import { parseTraceContract, traceContract } from './trace-contract.ts';

const contract = traceContract({
  consumer: httpClient({ method: 'GET', status: 404, template: '/things/{id}' }),
  provider: httpServer({
    method: 'GET',
    status: 404,
    route: '/things/:id',
    children: [{ name: 'find-thing', children: [{ kind: 'client', count: 2, maxMs: 50 }] }],
  }),
});

it('survives the way through a pact file', () => {
  expect(parseTraceContract(JSON.parse(JSON.stringify(contract)))).toEqual({ ok: true, contract });
});

it.each([
  ['a version of the future', { ...contract, v: 2 }, 'v'],
  ['a misspelt key', { ...contract, provider: { ...contract.provider, atributes: {} } }, 'atributes'],
  [
    'a regular expression that is none',
    { ...contract, provider: { name: { matching: '(' } } },
    'provider.name',
  ],
  ['a wrong key deep down', { ...contract, consumer: { children: [{ childs: [] }] } }, 'childs'],
  ['no headers at all', { ...contract, propagate: [] }, 'propagate'],
  ['something else', 'yes', 'expected object'],
])('refuses %s and says where', (_, value, where) => {
  const parsed = parseTraceContract(value);
  expect(parsed.ok ? '' : parsed.problem).toContain(where);
});

it('makes 4xx an error of the client only, and 5xx one of both', () => {
  const statuses = [200, 404, 500].map((status) => [
    httpClient({ method: 'GET', status, template: '/' }).status,
    httpServer({ method: 'GET', status, route: '/' }).status,
  ]);
  expect(statuses).toEqual([
    ['unset', 'unset'],
    ['error', 'unset'],
    ['error', 'error'],
  ]);
});

it('is refused where it is written, not first where it is read', () => {
  expect(() => traceContract({ consumer: { name: { matching: '(' } }, provider: {} })).toThrow(
    'consumer.name',
  );
});
