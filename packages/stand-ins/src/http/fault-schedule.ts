import { seededRandom } from './seeded-random.ts';

/** Which of the calls that a fault is about it strikes. */
export type FaultSchedule =
  /** Every one, until the faults are set anew. */
  | { readonly kind: 'always' }
  /** The first ones. */
  | { readonly kind: 'times'; readonly count: number }
  /** The n-th, the 2n-th and so on. */
  | { readonly kind: 'every'; readonly nth: number }
  /** Each with this probability (0 to 1); the same seed gives the same choice. */
  | { readonly kind: 'fraction'; readonly fraction: number; readonly seed: number };

/** Gives, call by call, whether the fault strikes. */
export function createFaultSchedule(schedule: FaultSchedule = { kind: 'always' }): () => boolean {
  let calls = 0;
  switch (schedule.kind) {
    case 'always':
      return () => true;
    case 'times':
      return () => {
        calls += 1;
        return calls <= schedule.count;
      };
    case 'every':
      return () => {
        calls += 1;
        return calls % schedule.nth === 0;
      };
    case 'fraction': {
      const random = seededRandom(schedule.seed);
      return () => random() < schedule.fraction;
    }
  }
}
