import { HTTPException } from 'hono/http-exception';
import { expect, test } from 'vitest';
import type { RequestFacts } from '../log/request-scope.ts';
import { defaultShouldReport } from './default-should-report.ts';

function answered(status: number | undefined): RequestFacts {
  return { method: 'GET', url: 'http://localhost/', header: () => null, clientAddress: undefined, status };
}

test.for([
  ['an error', new Error('a'), undefined, true],
  ['a text', 'a', undefined, true],
  ['an expected 404', new HTTPException(404), undefined, false],
  ['an expected 404 that was answered so', new HTTPException(404), 404, false],
  ['a 404 that made the answer fail', new HTTPException(404), 500, true],
  ['a 500', new HTTPException(500), undefined, true],
  ['a status that is no HTTP status', { status: 1 }, undefined, true],
  ['an error that was answered with a 400', new Error('a'), 400, true],
] as const)('%s', ([, error, status, expected]) => {
  expect(defaultShouldReport(error, { route: undefined, request: answered(status) })).toBe(expected);
  if (status === undefined) return;
  expect(defaultShouldReport(error, { route: '/', request: answered(status) })).toBe(expected);
});

test('a status that cannot be read is none', () => {
  const error = {
    get status(): number {
      throw new Error('trap');
    },
  };
  expect(defaultShouldReport(error, { route: undefined, request: undefined })).toBe(true);
});
