import { expect, test } from 'vitest';
import { createRateLimiter } from './rate-limiter.ts';

function createLimiter(overrides: { limit?: number; maxClients?: number } = {}) {
  const clock = { ms: 0 };
  const limiter = createRateLimiter({
    limit: 2,
    windowMs: 60_000,
    maxClients: 3,
    now: () => clock.ms,
    ...overrides,
  });
  return { clock, limiter };
}

test('allows the limit, then refuses until the window has ended', () => {
  const { clock, limiter } = createLimiter();
  expect(limiter.take('a')).toEqual({ allowed: true, remaining: 1, resetSeconds: 60 });
  expect(limiter.take('a')).toEqual({ allowed: true, remaining: 0, resetSeconds: 60 });
  clock.ms = 59_500;
  expect(limiter.take('a')).toEqual({ allowed: false, remaining: 0, resetSeconds: 1 });
  clock.ms = 60_000;
  expect(limiter.take('a')).toEqual({ allowed: true, remaining: 1, resetSeconds: 60 });
});

test('counts clients apart', () => {
  const { limiter } = createLimiter({ limit: 1 });
  expect(limiter.take('a').allowed).toBe(true);
  expect(limiter.take('b').allowed).toBe(true);
  expect(limiter.take('a').allowed).toBe(false);
});

test('clients beyond the bound share one count, and known clients keep theirs', () => {
  const { limiter } = createLimiter({ limit: 2, maxClients: 2 });
  limiter.take('a');
  limiter.take('b');
  const strangers = Array.from({ length: 1000 }, (_, index) => limiter.take(`stranger-${index}`).allowed);
  expect(strangers.filter(Boolean)).toHaveLength(2);
  expect(limiter.take('a').allowed).toBe(true);
});
