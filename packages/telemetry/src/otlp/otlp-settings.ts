import type { Redacted } from '../config/redacted.ts';

export interface OtlpSettings {
  /** Full URL of the traces endpoint, `/v1/traces` included. */
  readonly endpoint: string;
  readonly protocol: 'http/protobuf' | 'http/json';
  readonly headers: readonly (readonly [name: string, value: Redacted])[];
  readonly compression: 'none' | 'gzip';
  readonly timeoutMs: number;
}
