import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url);
const page = readText('packages/telemetry/variables.md');
const [pageOfServices = '', pageOfCompose = ''] = page.split('## Read by docker compose only');

/** The AWS SDK reads them itself; we only look whether there are credentials. */
const readByTheAwsSdk = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
/** Set inside of docker-compose.yml, for the Collector alone. */
const composeInternals = new Set(['COLLECTOR_HOST']);

/** For whoever works on this repository. */
const ofTests = ['CRUDDUR_GO_BUILDS'];
/** Of the course that this comes from, and of other programs: named to be warned of. */
const ofOthers = [
  'AWS_XRAY_CONTEXT_MISSING',
  'AWS_XRAY_TRACING_NAME',
  'AWS_XRAY_URL',
  'HONEYCOMB_SERVICE_NAME',
];
/** Not what only begins so, like `OTEL_EXPORTER_OTLP_*`. */
const ourPrefix = /\b(?:OTEL|HONEYCOMB|CRUDDUR|CLOUDWATCH|ROLLBAR|LOG|AWS_XRAY)_(?:[A-Z]+_)*[A-Z]+\b(?!_)/g;
const pages = execFileSync('git', ['ls-files', '*README.md', '*CONTRIBUTING.md', 'packages/*/src/adr/*.md'], {
  cwd: fileURLToPath(root),
  encoding: 'utf8',
})
  .trim()
  .split('\n');

const parsers: Readonly<Record<string, string>> = {
  gateway: 'parseGatewayConfig',
  activities: 'parseActivitiesConfig',
  console: 'parseConsoleConfig',
};

/** What is asked for only when something else is set. */
const environments: readonly Readonly<Record<string, string>>[] = [
  {},
  { CRUDDUR_CONSOLE_HOST: '127.0.0.1' },
  { CLOUDWATCH_LOG_GROUP: 'cruddur', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
  { OTEL_TRACES_SAMPLER: 'traceidratio' },
];

test('the page of variables has every variable that a service reads, and no other', async () => {
  const read = new Set(readByTheAwsSdk);
  for (const [service, parser] of Object.entries(parsers)) {
    const config: unknown = await import(new URL(`services/${service}/src/config.ts`, root).href);
    const parse: unknown = Reflect.get(Object(config), parser);
    if (typeof parse !== 'function') throw new Error(`no ${parser} in the config of ${service}`);
    for (const environment of environments) parse(recordingNames(environment, read));
  }
  expect(read.size).toBeGreaterThan(70);
  expect(documentedIn(pageOfServices).toSorted()).toEqual([...read].toSorted());
});

test('the page has every variable that docker-compose.yml takes for itself', () => {
  const ofServices = documentedIn(pageOfServices);
  const taken = [...readText('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)]
    .map(([, name = '']) => name)
    .filter((name) => !ofServices.includes(name) && !composeInternals.has(name));
  expect(documentedIn(pageOfCompose).toSorted()).toEqual([...new Set(taken)].toSorted());
});

test('.env.example sets nothing, and names only variables of the page', () => {
  const lines = readText('.env.example')
    .split('\n')
    .filter((line) => /^[A-Z_]+=/.test(line));
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.filter((line) => !line.endsWith('='))).toEqual([]);
  const names = [...readText('.env.example').matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g)].map(([name]) => name);
  const known = documentedIn(page);
  expect(names.filter((name) => !known.includes(name))).toEqual([]);
});

test.each(pages)('%s names only variables that there are', (path) => {
  const known = new Set([...documentedIn(page), ...ofTests, ...ofOthers]);
  const named = [...readText(path).matchAll(ourPrefix)].map(([name]) => name);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

/** Names in the first column of the tables. */
function documentedIn(text: string): readonly string[] {
  const cells = text.split('\n').flatMap((line) => /^\| (`[^|]*) \|/.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name));
}

/** An environment that notes what is asked of it, and does not say what is in it. */
function recordingNames(environment: Readonly<Record<string, string>>, names: Set<string>): unknown {
  return new Proxy(environment, {
    ownKeys: () => [],
    get: (target, name) => {
      if (typeof name === 'string') names.add(name);
      return Reflect.get(target, name);
    },
  });
}

function readText(path: string): string {
  return readFileSync(fileURLToPath(new URL(path, root)), 'utf8');
}
