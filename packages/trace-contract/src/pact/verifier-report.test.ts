import { expect, it } from 'vitest';
import { readVerifierReport } from './verifier-report.ts';

const result = (description: string, mismatch?: object): object => ({
  consumer: 'shop',
  description,
  result: mismatch === undefined ? 'OK' : 'Error',
  ...(mismatch && { mismatch }),
});

it('says in words what did not match, and where', () => {
  const mismatches = [
    { type: 'BodyMismatch', path: '$.count', mismatch: 'Expected "3" to be an integer' },
    { type: 'HeaderMismatch', key: 'content-type', mismatch: 'Expected a header' },
    { type: 'StatusMismatch', expected: 200, actual: 500, mismatch: 'expected 200 but was 500' },
  ];
  const interactionResults = [
    result('good'),
    result('bad', { mismatches }),
    result('worse', { type: 'error', message: 'connection refused' }),
    result('mute', { type: 'error' }),
  ];
  expect([...readVerifierReport(new Error(JSON.stringify({ interactionResults })))]).toEqual([
    ['good', []],
    [
      'bad',
      [
        '$.count: Expected "3" to be an integer',
        'content-type: Expected a header',
        'expected 200 but was 500',
      ],
    ],
    ['worse', ['connection refused']],
    ['mute', ['Pact gives no reason']],
  ]);
});

it('passes on an error that is no report', () => {
  expect(() => readVerifierReport(new Error('Pact core crashed'))).toThrow('Pact core crashed');
  expect(() => readVerifierReport('{}')).toThrow('no report');
});
