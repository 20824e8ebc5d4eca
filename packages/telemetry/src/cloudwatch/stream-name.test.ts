import { expect, test } from 'vitest';
import { expectedOfTemplate, toStreamName } from './stream-name.ts';

const parts = {
  service: 'gateway',
  environment: 'generic:default',
  host: 'vm',
  pid: '7',
  instance: 'i-1',
  date: '2026-11-21',
};

test.for([
  ['{service}/{host}/{instance}', 'gateway/vm/i-1'],
  ['{environment}-{pid}', 'generic-default-7'],
  ['{date}', '2026-11-21'],
  ['x'.repeat(600), 'x'.repeat(512)],
] as const)('%s becomes %s', ([template, expected]) => {
  expect(toStreamName(template, parts)).toBe(expected);
});

test.for(['{nope}', 'a:b', 'a*', '{service', 'service}', '{constructor}', 'x'.repeat(513)])(
  '%s is refused',
  (template) => {
    expect(expectedOfTemplate(template)).toBeTypeOf('string');
  },
);

test('the default is not refused', () => {
  expect(expectedOfTemplate('{service}/{environment}/{host}/{pid}/{instance}/{date}')).toBeUndefined();
});
