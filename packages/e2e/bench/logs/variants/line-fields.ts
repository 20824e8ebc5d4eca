/** The fields of a typical line, of which each has other values. */
export type LineFields = {
  readonly line: number;
  readonly user: string;
  readonly items: number;
  readonly durationMs: number;
  readonly cached: boolean;
};

export const lineText = 'home feed answered';

export function toLineFields(line: number): LineFields {
  return {
    line,
    user: `user-${line % 1000}`,
    items: line % 50,
    durationMs: (line % 977) / 10,
    cached: line % 3 === 0,
  };
}

/** What ours takes from the active span at each line is given to the peers once, which is in their favour. */
export const traceFields = {
  service: 'bench',
  traceId: '6741f0d6b3a9c4e58f7a1b2c3d4e5f60',
  spanId: 'b3a9c4e58f7a1b2c',
  xray_trace_id: '1-6741f0d6-b3a9c4e58f7a1b2c3d4e5f60',
} as const;

/** As common as they are; the lines have none of them. */
export const redactedPaths: readonly string[] = ['password', 'token'];

export const awsAccess = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;
