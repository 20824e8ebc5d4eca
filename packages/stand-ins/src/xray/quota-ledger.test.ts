import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QuotaLedger } from './quota-ledger.ts';

const rule = { RuleName: 'home', ReservoirSize: 5 };

describe('QuotaLedger', () => {
  it('gives all to one client, and shares when its quota is renewed', () => {
    const ledger = new QuotaLedger();
    expect(ledger.lend(rule, 'a', 0, 10)).toBe(5);
    expect(ledger.lend(rule, 'b', 5, 10)).toBe(0);
    expect(ledger.lend(rule, 'a', 10, 10)).toBe(3);
    expect(ledger.lend(rule, 'b', 15, 10)).toBe(2);
    expect(ledger.lend({ ...rule, RuleName: 'other' }, 'b', 15, 10)).toBe(5);
    ledger.clear();
    expect(ledger.lend(rule, 'b', 15, 10)).toBe(5);
  });

  it('forgets a client that does not come back', () => {
    const ledger = new QuotaLedger();
    ledger.lend(rule, 'a', 0, 10);
    expect(ledger.lend(rule, 'b', 10, 10)).toBe(5);
  });

  it('never lends more than the reservoir', () => {
    const visit = fc.record({
      clientId: fc.constantFrom('a', 'b', 'c', 'd'),
      afterSeconds: fc.nat(8),
      ttlSeconds: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(fc.nat(10), fc.array(visit, { maxLength: 40 }), (ReservoirSize, visits) => {
        const ledger = new QuotaLedger();
        const held = new Map<string, { quota: number; until: number }>();
        let now = 0;
        for (const { clientId, afterSeconds, ttlSeconds } of visits) {
          now += afterSeconds;
          const quota = ledger.lend({ RuleName: 'r', ReservoirSize }, clientId, now, ttlSeconds);
          expect(quota).toBeGreaterThanOrEqual(0);
          held.set(clientId, { quota, until: now + ttlSeconds });
          const lent = held.values().reduce((sum, { quota, until }) => sum + (until > now ? quota : 0), 0);
          expect(lent).toBeLessThanOrEqual(ReservoirSize);
        }
      }),
    );
  });
});
