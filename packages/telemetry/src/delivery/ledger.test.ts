import { expect, test } from 'vitest';
import { createLedger, type Ledger } from './ledger.ts';

test('the counts add up whenever somebody is told of a drop, of several reasons too', () => {
  const told: (readonly [number, string, string])[] = [];
  const ledger: Ledger = createLedger((items, reason, detail) => {
    told.push([items, reason, detail]);
    const { accepted, delivered, dropped } = ledger.statistics(0);
    expect(delivered + dropped).toBe(accepted);
    throw new Error('whoever listens must not be able to stop the delivery');
  });
  for (let item = 0; item < 6; item += 1) ledger.accepted();
  ledger.ended(3, { too_old: 2, too_new: 0, expired: 1 }, 'told by the service');
  ledger.accepted();
  ledger.dropped(1, 'shutdown');
  ledger.dropped(0, 'queue_full');
  expect(told).toEqual([
    [2, 'too_old', 'told by the service'],
    [1, 'expired', 'told by the service'],
    [1, 'shutdown', 'shutdown'],
  ]);
  expect(ledger.statistics(4)).toEqual({
    accepted: 7,
    delivered: 3,
    dropped: 4,
    buffered: 4,
    droppedByReason: { too_old: 2, expired: 1, shutdown: 1 },
  });
});
