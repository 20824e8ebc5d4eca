import type { ErrorStatistics } from './error-types.ts';
import type { LogStatistics } from './log-types.ts';

export type Vendor = 'cloudwatch' | 'rollbar';

/** Something that a service sent and that the vendor would not have taken either. */
export interface Refusal {
  readonly timeMs: number;
  readonly vendor: Vendor;
  readonly reason: string;
}

/** What one stand-in has seen since the console began. */
export interface VendorCounts {
  readonly calls: number;
  /** Log lines, or error items. */
  readonly accepted: number;
  readonly refusedCalls: number;
}

/** `GET /api/sinks`: everything that did not stay, and why. */
export interface SinkReport {
  readonly cloudwatch: VendorCounts;
  readonly rollbar: VendorCounts;
  readonly logs: LogStatistics;
  readonly errors: ErrorStatistics;
  readonly refusalCount: number;
  /** The latest, newest first. */
  readonly refusals: readonly Refusal[];
}
