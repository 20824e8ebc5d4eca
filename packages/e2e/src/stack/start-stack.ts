import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';
import { startProcess, type RunningProcess } from './start-process.ts';

export type ServiceName = 'gateway' | 'activities' | 'console';

export interface Service {
  readonly url: string;
  readonly process: RunningProcess;
}

export interface Stack {
  readonly gateway: Service;
  readonly activities: Service;
  readonly console: Service;
  /** The console's OTLP receiver. */
  readonly otlpUrl: string;
  readonly stop: () => Promise<void>;
}

export interface StackOptions {
  readonly databaseUrl?: string;
  readonly entry?: 'src/main.ts' | 'dist/main.js';
  readonly environment?: Readonly<Record<string, string>>;
}

export interface ServiceOptions {
  readonly entry?: 'src/main.ts' | 'dist/main.js';
  /** The path that answers 200 when the service counts as started. */
  readonly probe?: '/ready' | '/health';
}

export function serviceFolder(name: ServiceName): string {
  return fileURLToPath(new URL(`../../../../services/${name}/`, import.meta.url));
}

/** Starts one service as its own process and waits until it says that it is ready. */
export async function startService(
  name: ServiceName,
  environment: Readonly<Record<string, string>>,
  { entry = 'src/main.ts', probe = '/ready' }: ServiceOptions = {},
): Promise<Service> {
  const port = environment['PORT'] ?? String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const process = startProcess({
    arguments: [entry],
    folder: serviceFolder(name),
    environment: { ...environment, PORT: port },
  });
  const ready = eventually(
    `${name} is ready on ${url}`,
    async () => {
      const { ok } = await fetch(`${url}${probe}`);
      return ok || undefined;
    },
    30_000,
  );
  const ended = process.exit.then((code): never => {
    throw new Error(`${name} ended with ${code}:\n${process.output()}`);
  });
  await Promise.race([ready, ended]);
  ended.catch(() => undefined);
  return { url, process };
}

/** Console, activities and gateway as three processes; all telemetry goes to the console. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { entry, environment } = options;
  const otlpPort = String(await freePort());
  const otlpUrl = `http://127.0.0.1:${otlpPort}`;
  const telemetry = { OTEL_EXPORTER_OTLP_ENDPOINT: otlpUrl, OTEL_BSP_SCHEDULE_DELAY: '100', ...environment };
  const started: Service[] = [];
  const start = async (name: ServiceName, own: Readonly<Record<string, string>>): Promise<Service> => {
    const service = await startService(name, own, entry === undefined ? {} : { entry });
    started.push(service);
    return service;
  };
  const stop = async (): Promise<void> => {
    for (const { process } of started.toReversed()) await process.stop();
  };
  try {
    const [console, activities] = await Promise.all([
      // Any ports: stacks of several tests run side by side, and the machine may have a daemon.
      start('console', { CRUDDUR_OTLP_PORT: otlpPort, CRUDDUR_XRAY_PORT: '0' }),
      start('activities', { ...telemetry, DATABASE_URL: options.databaseUrl ?? 'memory:' }),
    ]);
    const gateway = await start('gateway', { ...telemetry, ACTIVITIES_URL: activities.url });
    return { console, activities, gateway, otlpUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
