import { docker, type DockerOutput } from './docker-command.ts';

export const serviceNames = ['gateway', 'activities', 'console', 'postgres'] as const;
type ComposeService = (typeof serviceNames)[number];

/** What the test files need to know of the one stack; plain data, which vitest can hand to its workers. */
export interface ProjectSettings {
  readonly name: string;
  readonly gatewayPort: number;
  readonly consolePort: number;
}

/** The stack of docker-compose.yml under a name and on ports of its own. */
export interface ComposeProject extends ProjectSettings {
  readonly gatewayUrl: string;
  readonly consoleUrl: string;
  /** `docker compose` with these words. */
  readonly compose: (words: readonly string[], timeoutMs?: number) => Promise<DockerOutput>;
  /** Starts what does not run and waits until all of it is healthy. */
  readonly up: () => Promise<void>;
  readonly containerOf: (service: string) => Promise<string>;
  /** What both streams of a service's container said since then, or since the beginning. */
  readonly logsOf: (service: ComposeService, since?: Date) => Promise<string>;
  /** Runs a script by the Node of a service's container, as an ES module, and gives what it printed. */
  readonly runInside: (service: ComposeService, script: string) => Promise<string>;
}

export function createComposeProject(
  settings: ProjectSettings,
  environment: Readonly<Record<string, string>> = {},
): ComposeProject {
  const { name, gatewayPort, consolePort } = settings;
  const ownEnvironment = {
    ...withoutVendors(),
    GATEWAY_PORT: String(gatewayPort),
    CONSOLE_PORT: String(consolePort),
    CRUDDUR_IMAGE_TAG: name,
    // All requests of the tests come from one address.
    CRUDDUR_RATE_LIMIT_PER_MINUTE: '0',
    ...environment,
  };
  // In place of the .env of whoever runs this: what a copy of the example says, which is nothing.
  const first = ['compose', '--env-file', '.env.example', '--project-name', name];
  const compose: ComposeProject['compose'] = (words, timeoutMs) =>
    docker([...first, ...words], {
      environment: ownEnvironment,
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
  return {
    ...settings,
    gatewayUrl: `http://127.0.0.1:${gatewayPort}`,
    consoleUrl: `http://127.0.0.1:${consolePort}`,
    compose,
    up: async () => {
      await compose(['up', '--wait', '--no-build']);
    },
    containerOf: async (service) => (await compose(['ps', '--all', '--quiet', service])).stdout.trim(),
    logsOf: async (service, since = new Date(0)) => {
      const words = ['logs', '--no-color', '--no-log-prefix', '--since', since.toISOString(), service];
      return (await compose(words)).stdout;
    },
    runInside: async (service, script) => {
      const node = ['/usr/local/bin/node', '--input-type=module', '--eval', script];
      return (await compose(['exec', '--no-TTY', service, ...node])).stdout.trim();
    },
  };
}

/** Keys of whoever runs this must not send the tests' telemetry to the vendors: empty means unset. */
function withoutVendors(): Readonly<Record<string, string>> {
  const theirs = /^(AWS|CLOUDWATCH|CRUDDUR|HONEYCOMB|OTEL|ROLLBAR)_/;
  return Object.fromEntries(
    Object.keys(process.env)
      .filter((variable) => theirs.test(variable))
      .map((variable) => [variable, '']),
  );
}
