import { quantile } from '../statistics.ts';
import { serveCommands } from '../worker-protocol.ts';
import { openConnection, type Connection } from './connection.ts';

export interface LoadArgument {
  /**
   * Never sleeps while there is load. A service whose answer has to wake a sleeping CPU pays for that in its own time, the
   * more the slower it is (on a virtual machine up to 20 us a request), so the variants would not be charged alike.
   */
  readonly busyPoll: boolean;
}

export interface LoadProtocol {
  readonly ready: Readonly<Record<string, never>>;
  readonly command: LoadCommand;
  readonly answer: LoadResult;
}

export interface LoadCommand {
  readonly url: string;
  readonly connections: number;
  /** When to send no more; what is under way is still waited for. */
  readonly limit: { readonly durationMs: number } | { readonly requests: number };
}

export interface LoadResult {
  /** Requests answered, all of them: none is left in flight. */
  readonly requests: number;
  readonly failures: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const argument: LoadArgument = JSON.parse(process.argv[2] ?? '');

serveCommands<LoadProtocol>({}, async (command) => {
  const url = new URL(command.url);
  const connections = await Promise.all(
    Array.from({ length: command.connections }, () => openConnection(url.hostname, Number(url.port))),
  );
  const result = await runLoad(connections, url, command.limit);
  for (const connection of connections) connection.close();
  return result;
});

async function runLoad(
  connections: readonly Connection[],
  url: URL,
  limit: LoadCommand['limit'],
): Promise<LoadResult> {
  const request = Buffer.from(
    `GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nUser-Agent: cruddur-bench\r\nAccept: */*\r\n\r\n`,
  );
  const latencies: number[] = [];
  let failures = 0;
  const start = performance.now();
  const isOver =
    'requests' in limit
      ? () => latencies.length >= limit.requests
      : () => performance.now() >= start + limit.durationMs;
  let running = true;
  const poll = (): void => {
    if (running) setImmediate(poll);
  };
  if (argument.busyPoll) poll();
  await Promise.all(
    connections.map((connection) =>
      connection.run(request, isOver, (status, latencyMs) => {
        latencies.push(latencyMs);
        if (status !== 200) failures += 1;
      }),
    ),
  );
  running = false;
  const seconds = (performance.now() - start) / 1000;
  latencies.sort((a, b) => a - b);
  return {
    requests: latencies.length,
    failures,
    seconds,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  };
}

process.once('SIGTERM', () => process.exit(0));
