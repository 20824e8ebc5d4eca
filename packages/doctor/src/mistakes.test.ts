import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { examine } from './examine.ts';
import type { Finding } from './finding.ts';
import { ruleOf, startVendors, testKeys, testSecrets, type Vendors } from './testing/start-vendors.ts';

const root = join(import.meta.dirname, '../../..');
let vendors: Vendors;
let folder: string;
let envFile: string;

beforeAll(async () => {
  vendors = await startVendors();
  folder = await mkdtemp(join(tmpdir(), 'cruddur-doctor-'));
  envFile = join(folder, '.env');
});
afterEach(async () => {
  vendors.heal();
  await rm(envFile, { force: true });
});
afterAll(async () => {
  await vendors[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

type Changes = Readonly<Record<string, string | undefined>>;

/** What the doctor says of the good set-up with `changes`; undefined takes a variable away. */
async function findingsWith(changes: Changes): Promise<readonly Finding[]> {
  return await examine({
    root,
    environment: { ...vendors.environment, ...changes },
    mode: 'dev',
    envFile,
  });
}

test('of a clean setup there are only ticks', async () => {
  const findings = await findingsWith({});
  expect(findings.filter(({ status }) => status !== 'ok')).toEqual([]);
  expect(findings.length).toBeGreaterThan(12);
});

interface Mistake {
  /** Of the table in README.md. */
  readonly row: number;
  readonly name: string;
  readonly changes?: Changes;
  readonly plant?: () => void | Promise<void>;
  readonly check: string;
  readonly status: 'problem' | 'warning';
  readonly says: string;
  readonly remedy: string;
}

const mistakes: readonly Mistake[] = [
  {
    row: 1,
    name: "the key of Honeycomb's own test environment",
    changes: { HONEYCOMB_API_KEY: testKeys.autoMade },
    check: 'honeycomb-key',
    status: 'warning',
    says: 'team cruddur, environment test',
    remedy: 'take the key of the environment that you look at',
  },
  {
    row: 1,
    name: 'a key that Honeycomb does not know',
    changes: { HONEYCOMB_API_KEY: 'hcaik_01never' },
    check: 'honeycomb-key',
    status: 'problem',
    says: '401',
    remedy: 'HONEYCOMB_ENDPOINT=https://api.eu1.honeycomb.io',
  },
  {
    row: 1,
    name: 'a key that may not send',
    changes: { HONEYCOMB_API_KEY: testKeys.deaf },
    check: 'honeycomb-key',
    status: 'problem',
    says: 'may not send events',
    remedy: 'make an ingest key',
  },
  {
    row: 1,
    name: 'a key that may not make the datasets of new services',
    changes: { HONEYCOMB_API_KEY: testKeys.narrow },
    check: 'honeycomb-key',
    status: 'warning',
    says: 'may not create datasets',
    remedy: 'allow',
  },
  {
    row: 1,
    name: 'nobody where Honeycomb should be',
    changes: { HONEYCOMB_ENDPOINT: 'http://127.0.0.1:9' },
    check: 'honeycomb-key',
    status: 'problem',
    says: 'cannot be reached',
    remedy: 'is HONEYCOMB_ENDPOINT right',
  },
  {
    row: 1,
    name: 'links to a team that the key is not of',
    changes: { HONEYCOMB_TEAM: 'cruddur', HONEYCOMB_ENVIRONMENT: 'staging' },
    check: 'honeycomb-links',
    status: 'warning',
    says: '"production"',
    remedy: 'set HONEYCOMB_ENVIRONMENT=production',
  },
  {
    row: 2,
    name: 'an empty variable of the shell before the one of .env',
    changes: { HONEYCOMB_API_KEY: '' },
    plant: () => writeFile(envFile, `HONEYCOMB_API_KEY=${testKeys.good}\n`),
    check: 'variable-hidden',
    status: 'problem',
    says: 'HONEYCOMB_API_KEY is set but empty in the shell, which hides the value of .env',
    remedy: 'unset HONEYCOMB_API_KEY',
  },
  {
    row: 2,
    name: 'an old variable of the shell before the one of .env',
    plant: () => writeFile(envFile, 'AWS_REGION=us-east-1\n'),
    check: 'variable-hidden',
    status: 'warning',
    says: 'AWS_REGION is set in the shell and to something else in .env',
    remedy: 'unset AWS_REGION',
  },
  {
    row: 2,
    name: 'a misspelt variable',
    changes: { HONEYCOMB_APIKEY: testKeys.good },
    check: 'variable-misspelt',
    status: 'problem',
    says: 'HONEYCOMB_APIKEY is read by nobody; it looks like HONEYCOMB_API_KEY',
    remedy: 'rename it to HONEYCOMB_API_KEY',
  },
  {
    row: 2,
    name: 'a key beside an endpoint that wins',
    changes: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' },
    check: 'variable-ignored',
    status: 'warning',
    says: 'HONEYCOMB_API_KEY is ignored',
    remedy: 'remove the one',
  },
  {
    row: 2,
    name: 'a value that no service starts with',
    changes: { OTEL_TRACES_SAMPLER: 'sometimes' },
    check: 'config',
    status: 'problem',
    says: 'gateway, activities: OTEL_TRACES_SAMPLER is "sometimes"',
    remedy: 'one of always_on',
  },
  {
    row: 3,
    name: 'one name for all services',
    changes: { OTEL_SERVICE_NAME: 'Cruddur' },
    check: 'service-names',
    status: 'problem',
    says: 'gateway and activities are both called "Cruddur": OTEL_SERVICE_NAME in the shell',
    remedy: 'remove it',
  },
  {
    row: 3,
    name: "the course's one name for all services",
    changes: { HONEYCOMB_SERVICE_NAME: 'Cruddur' },
    check: 'variable-foreign',
    status: 'warning',
    says: 'HONEYCOMB_SERVICE_NAME',
    remedy: 'OTEL_SERVICE_NAME',
  },
  {
    row: 3,
    name: 'the name of no service',
    changes: { OTEL_SERVICE_NAME: 'unknown_service:node' },
    check: 'config',
    status: 'problem',
    says: 'OTEL_SERVICE_NAME',
    remedy: 'the name of this service',
  },
  {
    row: 6,
    name: "an account whose rule misspells the service's name",
    plant: () => vendors.daemon.setRules([ruleOf('Cruddur', 'blackend-flask'), ruleOf('Default', '*')]),
    check: 'sampling-rules',
    status: 'problem',
    says: 'is for gateway, activities: the default decides, 1 a second and 5 % (there is Cruddur for "blackend-flask")',
    remedy: 'npm run aws:provision',
  },
  {
    row: 6,
    name: 'a rule file for a service that is not there',
    changes: { AWS_XRAY_SAMPLING_RULES: '<folder>/rules.json' },
    plant: () =>
      writeFile(
        join(folder, 'rules.json'),
        JSON.stringify({ SamplingRule: ruleOf('Cruddur', 'backend-flask') }),
      ),
    check: 'sampling-rules',
    status: 'problem',
    says: 'is for service "backend-flask", which none is called',
    remedy: 'one of gateway, activities',
  },
  {
    row: 6,
    name: 'a rule file that is not where the service looks',
    changes: { AWS_XRAY_SAMPLING_RULES: 'aws/json/xray.json' },
    check: 'sampling-rules',
    status: 'problem',
    says: 'cannot be read',
    remedy: '$PWD/aws/json/xray.json',
  },
  {
    row: 8,
    name: 'dynamic naming by the host',
    changes: { AWS_XRAY_URL: '*4567-workspace.host*' },
    check: 'variable-foreign',
    status: 'warning',
    says: 'AWS_XRAY_URL is set in the shell and has no effect',
    remedy: 'named after the service',
  },
  {
    row: 9,
    name: 'services that the groups do not ask for',
    changes: { OTEL_SERVICE_NAME: 'backend' },
    check: 'xray-groups',
    status: 'problem',
    says: 'asks for gateway, activities, which no service is called: it stays empty',
    remedy: 'service("backend")',
  },
  {
    row: 10,
    name: 'a daemon of another region',
    plant: () =>
      vendors.daemon.setRules([
        ruleOf('Cruddur', 'gateway', 'ca-central-1'),
        ruleOf('Cruddur-activities', 'activities', 'ca-central-1'),
      ]),
    check: 'xray-daemon',
    status: 'problem',
    says: 'works in ca-central-1, the services say eu-central-1',
    remedy: '-n eu-central-1',
  },
  {
    row: 10,
    name: 'two regions',
    changes: { AWS_DEFAULT_REGION: 'us-east-1' },
    check: 'aws-region',
    status: 'warning',
    says: 'AWS_REGION is eu-central-1 and AWS_DEFAULT_REGION us-east-1',
    remedy: 'set both to the same',
  },
  {
    row: 10,
    name: 'an availability zone for a region',
    changes: { AWS_REGION: 'eu-central-1a' },
    check: 'aws-region',
    status: 'problem',
    says: '"eu-central-1a" is no AWS region, but an availability zone',
    remedy: 'AWS_REGION=eu-central-1',
  },
  {
    row: 10,
    name: 'an endpoint of another region',
    changes: { AWS_ENDPOINT_URL_XRAY: 'https://xray.us-east-1.amazonaws.com' },
    check: 'aws-region',
    status: 'problem',
    says: 'is a host of us-east-1, but the region is eu-central-1',
    remedy: 'set AWS_REGION=us-east-1',
  },
  {
    row: 10,
    name: 'a daemon with its TCP port closed',
    changes: { AWS_XRAY_DAEMON_ADDRESS: 'tcp:127.0.0.1:9 udp:127.0.0.1:<udp>' },
    check: 'xray-daemon',
    status: 'problem',
    says: 'nothing answers on TCP 127.0.0.1:9',
    remedy: 'publish 2000/tcp beside 2000/udp',
  },
  {
    row: 10,
    name: 'a daemon with its UDP port closed',
    changes: { AWS_XRAY_DAEMON_ADDRESS: 'tcp:127.0.0.1:<tcp> udp:127.0.0.1:9' },
    check: 'xray-daemon',
    status: 'problem',
    says: 'nothing takes segments on UDP 127.0.0.1:9',
    remedy: 'publish 2000/udp beside 2000/tcp',
  },
  {
    row: 10,
    name: "a container's name outside of its network",
    changes: { AWS_XRAY_DAEMON_ADDRESS: 'xray-daemon.invalid:2000' },
    check: 'xray-daemon',
    status: 'problem',
    says: 'there is no host xray-daemon.invalid',
    remedy: 'known inside of their network only',
  },
  {
    row: 10,
    name: 'something else on the port of the daemon',
    plant: () => vendors.daemon.setFaults({ http: { kind: 'garbage' } }),
    check: 'xray-daemon',
    status: 'problem',
    says: 'is no X-Ray daemon',
    remedy: 'what else has that port',
  },
  {
    row: 11,
    name: 'credentials without the right to write log lines',
    plant: () => vendors.logs.setFaults([{ kind: 'access-denied', operations: ['PutLogEvents'] }]),
    check: 'aws-logs-putlogevents',
    status: 'problem',
    says: 'the services may not do logs:PutLogEvents',
    remedy: 'attach aws/policies/logs-write.json',
  },
  {
    row: 11,
    name: 'a daemon without the right to ask for rules',
    changes: { AWS_XRAY_DAEMON_ADDRESS: 'tcp:127.0.0.1:<denied> udp:127.0.0.1:<udp>' },
    check: 'aws-xray-getsamplingrules',
    status: 'problem',
    says: 'the daemon may not do xray:GetSamplingRules',
    remedy: 'attach aws/policies/xray-write.json to whoever runs the daemon',
  },
  {
    row: 11,
    name: 'credentials that AWS does not know',
    plant: () => vendors.sts.refuse('InvalidClientTokenId'),
    check: 'aws-sts-getcalleridentity',
    status: 'problem',
    says: 'AWS does not know the credentials',
    remedy: 'copy key and secret again',
  },
  {
    row: 11,
    name: 'credentials that have expired',
    plant: () => vendors.sts.refuse('ExpiredToken'),
    check: 'aws-sts-getcalleridentity',
    status: 'problem',
    says: 'have expired',
    remedy: 'aws sso login',
  },
  {
    row: 11,
    name: 'half of the credentials',
    changes: { AWS_SECRET_ACCESS_KEY: undefined },
    check: 'aws-credentials',
    status: 'problem',
    says: 'AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY',
    remedy: 'set AWS_SECRET_ACCESS_KEY too',
  },
  {
    row: 11,
    name: 'a temporary key without its token',
    changes: { AWS_ACCESS_KEY_ID: 'ASIAONLYFORTESTS0001' },
    check: 'aws-credentials',
    status: 'problem',
    says: 'temporary key',
    remedy: 'set all three',
  },
  {
    row: 12,
    name: 'a log group that never forgets',
    changes: { CLOUDWATCH_LOG_GROUP: 'for-ever' },
    check: 'log-retention',
    status: 'warning',
    says: 'for-ever never forgets anything',
    remedy: 'put-retention-policy --log-group-name for-ever',
  },
  {
    row: 12,
    name: 'a log group that is not there',
    changes: { CLOUDWATCH_LOG_GROUP: 'elsewhere' },
    check: 'log-group',
    status: 'warning',
    says: 'there is no log group elsewhere in eu-central-1',
    remedy: 'npm run aws:provision',
  },
  {
    row: 15,
    name: 'a token that may only read',
    plant: () =>
      vendors.rollbar.setFaults([
        {
          kind: 'error',
          status: 403,
          message:
            'insufficient privileges: post_server_item scope is required but the access token only has read',
        },
      ]),
    check: 'rollbar-token',
    status: 'problem',
    says: 'this token may only read',
    remedy: 'post_server_item',
  },
  {
    row: 15,
    name: 'a token that Rollbar does not know',
    changes: { ROLLBAR_ACCESS_TOKEN: 'ffffffffffffffffffffffffffffffff' },
    check: 'rollbar-token',
    status: 'problem',
    says: 'Rollbar does not know this token',
    remedy: 'post_server_item',
  },
  {
    row: 15,
    name: 'a project that takes no more',
    plant: () => vendors.rollbar.setFaults([{ kind: 'rate-limit' }]),
    check: 'rollbar-token',
    status: 'warning',
    says: '429',
    remedy: 'raise the limit',
  },
  {
    row: 17,
    name: 'errors of no environment',
    changes: { ROLLBAR_ENVIRONMENT: undefined },
    check: 'rollbar-environment',
    status: 'warning',
    says: 'all items are in "development"',
    remedy: 'set ROLLBAR_ENVIRONMENT',
  },
  {
    row: 18,
    name: "the front end's variables of the course",
    changes: { REACT_APP_BACKEND_URL: 'http://localhost:4567' },
    check: 'variable-foreign',
    status: 'warning',
    says: 'REACT_APP_BACKEND_URL',
    remedy: 'CRUDDUR_CORS_ORIGINS',
  },
];

/** What the product does not let happen, and where that is shown. */
const ruledOut: readonly { readonly row: number; readonly test: string }[] = [
  { row: 4, test: 'packages/telemetry/src/hono/trace-requests.test.ts' },
  { row: 5, test: 'packages/telemetry/src/trace/with-span.test.ts' },
  { row: 7, test: 'packages/telemetry/src/hono/inner-and-ignored-requests.test.ts' },
  { row: 13, test: 'packages/telemetry/src/cloudwatch/stream-name.test.ts' },
  { row: 14, test: 'packages/telemetry/src/hono/request-log.test.ts' },
  { row: 16, test: 'services/gateway/src/routes/rollbar-test.test.ts' },
  { row: 19, test: 'services/gateway/src/middleware/identify-user.test.ts' },
  { row: 20, test: 'packages/doctor/src/main.test.ts' },
  { row: 21, test: 'packages/telemetry/src/config/telemetry-config.test.ts' },
];

describe('each mistake is found, named and explained', () => {
  test.for(mistakes.map((mistake) => [mistake.name, mistake] as const))('%s', async ([, mistake]) => {
    const { changes = {}, plant, check, status, says, remedy } = mistake;
    await plant?.();
    const findings = await findingsWith(
      Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, fill(value)])),
    );
    expect(findings.filter((finding) => finding.check === check && finding.status !== 'ok')).toContainEqual({
      group: expect.any(String),
      check,
      status,
      message: expect.stringContaining(says),
      remedy: expect.stringContaining(remedy),
    });
  });
});

test('a vendor that takes a question and never answers is told as out of reach', async () => {
  vendors.rollbar.setFaults([{ kind: 'hang' }]);
  vendors.daemon.setFaults({ http: { kind: 'hang' } });
  const { environment } = vendors;
  const findings = await examine({ root, environment, mode: 'dev', envFile, timeoutMs: 500 });
  const messages = findings.filter(({ status }) => status === 'problem').map(({ message }) => message);
  expect(messages).toEqual([
    expect.stringMatching(/^nothing answers on TCP .*timeout$/),
    expect.stringMatching(/^Rollbar .* cannot be reached: .*timeout$/),
  ]);
});

test('no finding shows a secret', async () => {
  const { HONEYCOMB_API_KEY = '', ...secrets } = { ...testSecrets, ...vendors.environment };
  const findings = await findingsWith({ DATABASE_URL: 'postgres://someone:planted-password@host/db' });
  const text = JSON.stringify(findings);
  for (const secret of [
    HONEYCOMB_API_KEY,
    'planted-password',
    secrets.AWS_ACCESS_KEY_ID,
    secrets.AWS_SECRET_ACCESS_KEY,
    secrets.ROLLBAR_ACCESS_TOKEN,
  ])
    expect(text).not.toContain(secret);
});

test('every row of the table is checked, or ruled out by something that is tested', async () => {
  const table = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');
  const rows = [...table.matchAll(/^\| (\d+) /gm)].map(([, row]) => Number(row));
  expect(rows).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
  const known = new Set([...mistakes, ...ruledOut].map(({ row }) => row));
  expect(rows.filter((row) => !known.has(row))).toEqual([]);
  expect(ruledOut.filter(({ test: file }) => !existsSync(join(root, file)))).toEqual([]);
});

function fill(value: string | undefined): string | undefined {
  return value
    ?.replace('<folder>', folder)
    .replace('<udp>', String(vendors.daemon.udpPort))
    .replace('<tcp>', String(vendors.daemon.tcpPort))
    .replace('<denied>', String(vendors.deniedPort));
}
