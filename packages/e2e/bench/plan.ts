import type { LogsPlan } from './logs/measure-logs.ts';
import type { SegmentsPlan } from './segments/measure-segments.ts';

export const workNames = ['two-hops', 'one-hop'] as const;

/** Two hops: client, gateway, activities, three spans a request. One hop: client, activities, one span. */
export type WorkName = (typeof workNames)[number];

export interface WorkPlan {
  readonly work: WorkName;
  /** How many times all processes are started anew: what the JIT makes of a process differs from one to the next. */
  readonly generations: number;
  /** Turns of each variant in each generation that count. */
  readonly rounds: number;
  readonly turnMs: number;
  /** Requests to each new process that do not count: by number, as a slow variant needs as many as a fast one. */
  readonly warmUpRequests: number;
}

interface CompletePlan {
  readonly works: readonly WorkPlan[];
  /** X-Ray documents made of spans and sent, apart from any request. */
  readonly segments: SegmentsPlan;
  /** `log()` with and without somebody to take the lines, and what it holds. */
  readonly logs: LogsPlan;
}

/** What one run measures of it. */
export interface Plan {
  readonly works: readonly WorkPlan[];
  readonly segments: SegmentsPlan | undefined;
  readonly logs: LogsPlan | undefined;
}

export const connections = 32;

/** About twelve minutes, five of them for the logs. The JIT needs the warm-up: with half of it, a variant's first turn is the dearest. */
export const fullPlan: CompletePlan = {
  works: [
    { work: 'two-hops', generations: 3, rounds: 2, turnMs: 1500, warmUpRequests: 48_000 },
    { work: 'one-hop', generations: 3, rounds: 2, turnMs: 1000, warmUpRequests: 200_000 },
  ],
  segments: { rounds: 9, spansPerTurn: 40_000 },
  logs: { rounds: 3, linesPerTurn: 50_000, warmUpLines: 40_000, memoryMinutes: 1 },
};

/** About seventy seconds, too few for the JIT: it shows that everything works and loses nothing. */
export const quickPlan: CompletePlan = {
  works: [
    { work: 'two-hops', generations: 1, rounds: 1, turnMs: 1000, warmUpRequests: 12_000 },
    { work: 'one-hop', generations: 1, rounds: 2, turnMs: 500, warmUpRequests: 40_000 },
  ],
  segments: { rounds: 3, spansPerTurn: 10_000 },
  logs: { rounds: 1, linesPerTurn: 10_000, warmUpLines: 10_000, memoryMinutes: 0.3 },
};
