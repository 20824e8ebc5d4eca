import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface Shipped {
  readonly accepted: number;
  readonly delivered: number;
  readonly dropped: number;
  readonly retried: number;
}

export const logGroup = '/cruddur/e2e';
export const logStream = 'shipper';

const main = fileURLToPath(new URL('ship-lines-main.ts', import.meta.url));

/** Ships lines from a process of its own, through the sink as services have it. */
export async function shipLines(endpoint: string, lines: number): Promise<Shipped> {
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      CLOUDWATCH_LOG_GROUP: logGroup,
      CLOUDWATCH_LOG_STREAM: logStream,
      CLOUDWATCH_LOG_RETENTION_DAYS: '14',
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: endpoint,
      // All of it: this is not about the bound.
      CRUDDUR_CLOUDWATCH_MAX_BUFFER_BYTES: String(256 * 1024 * 1024),
      LINES: String(lines),
    },
  });
  const [said] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return JSON.parse(said);
}
