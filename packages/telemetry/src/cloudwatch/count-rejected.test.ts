import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { countRejected } from './count-rejected.ts';

test.for([
  [{}, [0, 0, 0]],
  [{ tooOldLogEventEndIndex: 3 }, [3, 0, 0]],
  [{ expiredLogEventEndIndex: 4 }, [0, 4, 0]],
  [{ tooNewLogEventStartIndex: 7 }, [0, 0, 3]],
  [{ tooOldLogEventEndIndex: 2, expiredLogEventEndIndex: 5, tooNewLogEventStartIndex: 8 }, [2, 3, 2]],
  [{ tooOldLogEventEndIndex: 5, expiredLogEventEndIndex: 2, tooNewLogEventStartIndex: 5 }, [5, 0, 5]],
  [{ tooNewLogEventStartIndex: 0 }, [0, 0, 10]],
] as const)(
  'partial rejection: of ten events, %j means %j too old, expired and too new',
  ([rejected, expected]) => {
    const { too_old, expired, too_new } = countRejected(10, rejected);
    expect([too_old, expired, too_new]).toEqual(expected);
  },
);

test('partial rejection: never more than there are, whatever the answer says', () => {
  const index = fc.option(fc.integer({ min: -5, max: 30 }), { nil: undefined });
  fc.assert(
    fc.property(
      index,
      index,
      index,
      (tooOldLogEventEndIndex, expiredLogEventEndIndex, tooNewLogEventStartIndex) => {
        const counts = Object.values(
          countRejected(10, { tooOldLogEventEndIndex, expiredLogEventEndIndex, tooNewLogEventStartIndex }),
        );
        expect(Math.min(...counts)).toBeGreaterThanOrEqual(0);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(10);
      },
    ),
  );
});
