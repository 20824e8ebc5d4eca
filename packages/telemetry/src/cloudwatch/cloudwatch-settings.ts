import type { OverflowPolicy } from './event-queue.ts';

/** The CloudWatch sink, as the environment has it. */
export interface CloudWatchSettings {
  readonly group: string;
  /** With placeholders; see `stream-name.ts`. */
  readonly streamTemplate: string;
  /** For a group that we create. */
  readonly retentionDays: number | undefined;
  /** Undefined: as the AWS SDK finds it (shared files). */
  readonly region: string | undefined;
  /** Undefined: the service's own. */
  readonly endpoint: string | undefined;
  /** A local stand-in takes any credentials, so nobody needs to have some. */
  readonly useLocalCredentials: boolean;
  readonly maxBufferBytes: number;
  readonly overflow: OverflowPolicy;
  readonly maxDelayMs: number;
  /** Undefined: what a killed process had not sent is lost. Only Node has this. */
  readonly spoolFolder: string | undefined;
  /** Whether the sink's own counters become CloudWatch metrics (embedded metric format), once a minute. */
  readonly metrics: boolean;
}
