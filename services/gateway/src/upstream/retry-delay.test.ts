import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { toRetryDelayMs } from './retry-delay.ts';
import type { UpstreamFailure, UpstreamRequest } from './upstream-exchange.ts';

const policy = { maxRetries: 2, baseDelayMs: 100, maxDelayMs: 150 };
const get: UpstreamRequest = { method: 'GET', path: '/', urlTemplate: '/', userHandle: 'worf' };
const refused: UpstreamFailure = { kind: 'failure', reason: 'connection', detail: '' };

test('delays are drawn from a window that doubles up to its bound', () => {
  expect(toRetryDelayMs(get, refused, 0, 10_000, policy, () => 0.5)).toBe(50);
  expect(toRetryDelayMs(get, refused, 1, 10_000, policy, () => 0.5)).toBe(75);
  expect(toRetryDelayMs(get, refused, 2, 10_000, policy, () => 0.5)).toBeUndefined();
});

test('Retry-After is a lower bound of the delay', () => {
  const busy: UpstreamFailure = { ...refused, reason: 'unavailable', retryAfterMs: 1000 };
  expect(toRetryDelayMs(get, busy, 0, 10_000, policy, () => 0.5)).toBe(1050);
});

test('a retry never starts at or after the deadline', () => {
  fc.assert(
    fc.property(
      fc.nat(5000),
      fc.nat(5000),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (after, remaining, draw) => {
        const busy: UpstreamFailure = { ...refused, reason: 'unavailable', retryAfterMs: after };
        const delayMs = toRetryDelayMs(get, busy, 0, remaining, policy, () => draw);
        expect(delayMs === undefined || (delayMs >= after && delayMs < remaining)).toBe(true);
      },
    ),
  );
});

test.each(['timeout', 'server-error', 'invalid-response', 'circuit-open', 'too-many-calls'] as const)(
  '%s is not sent again',
  (reason) => {
    expect(toRetryDelayMs(get, { ...refused, reason }, 0, 10_000, policy, () => 0)).toBeUndefined();
  },
);
