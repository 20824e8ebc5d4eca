import type { Redacted } from '../config/redacted.ts';
import type { AwsSigning } from './aws-signing.ts';

export interface OtlpSettings {
  /** Full URL of the traces endpoint, `/v1/traces` included. */
  readonly endpoint: string;
  readonly protocol: 'http/protobuf' | 'http/json';
  readonly headers: readonly (readonly [name: string, value: Redacted])[];
  readonly compression: 'none' | 'gzip';
  readonly timeoutMs: number;
  /** Set for an endpoint of AWS, which takes signed requests only; on Node, with http/protobuf. */
  readonly signing?: AwsSigning | undefined;
}
