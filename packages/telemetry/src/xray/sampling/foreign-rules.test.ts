import { expect, test } from 'vitest';
import { createLogger } from '../../log/create-logger.ts';
import { rule } from './fixtures/rule.ts';
import { createFetchedRulesLog } from './foreign-rules.ts';
import { defaultRule, type SamplingRule } from './sampling-rule.ts';

function linesAbout(...fetched: readonly (readonly SamplingRule[])[]): readonly string[] {
  const lines: string[] = [];
  const log = createLogger({
    level: 'debug',
    nowMs: Date.now,
    write: ({ level, body }) => lines.push(`${level} ${body}`),
  });
  fetched.forEach(createFetchedRulesLog('gateway', log));
  return lines;
}

const carts = rule({ name: 'carts', serviceName: 'cart*' });
const users = rule({ name: 'users', serviceName: 'users' });
const told = [
  'debug X-Ray sampling rule "carts" is for the service "cart*" and decides nothing in "gateway"',
  'debug X-Ray sampling rule "users" is for the service "users" and decides nothing in "gateway"',
];

test.each(['gateway', 'Gate*', '*'])('rules for others beside one for %j are no warning', (serviceName) => {
  expect(linesAbout([carts, rule({ name: 'ours', serviceName }), users, defaultRule])).toEqual(told);
});

test('rules for others alone are one warning, the default rule left aside', () => {
  expect(linesAbout([carts, users, defaultRule])).toEqual([
    ...told,
    'warn none of the X-Ray sampling rules of the account is for the service "gateway": the default rule decides',
  ]);
});

test('the warning comes again only after a rule was for the service', () => {
  const ours = rule({ name: 'ours', serviceName: 'gateway' });
  const warnings = linesAbout([carts], [carts, users], [users, ours], [users]).map((line) =>
    line.startsWith('warn'),
  );
  expect(warnings).toEqual([false, true, false, false, false, false, true]);
});

test('an account with the default rule alone is nothing to tell of', () => {
  expect(linesAbout([defaultRule])).toEqual([]);
  expect(linesAbout([])).toEqual([]);
});
