import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { layerEnvironment } from './layered-environment.ts';
import { checkSecretsInFiles } from './secrets-in-files.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cruddur-doctor-root-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const secret = '0123456789abcdef';
const environment = layerEnvironment([
  { origin: '.env', values: { ROLLBAR_ACCESS_TOKEN: secret, AWS_REGION: 'eu-central-1', LOG_LEVEL: '' } },
]);

test.for(['docker-compose.yml', '.env.example', 'services/gateway/.env.dev'])(
  'a secret that is also in %s is told without showing it',
  async (file) => {
    await mkdir(join(root, 'services/gateway'), { recursive: true });
    await writeFile(join(root, file), `environment:\n  ROLLBAR_ACCESS_TOKEN: ${secret}\n  eu-central-1`);
    const findings = await checkSecretsInFiles(root, environment);
    expect(findings).toEqual([
      expect.objectContaining({
        status: 'problem',
        message: `the value of ROLLBAR_ACCESS_TOKEN stands in ${file}, which goes into git`,
      }),
    ]);
    expect(JSON.stringify(findings)).not.toContain(secret);
  },
);

test('what is no secret may stand there', async () => {
  await writeFile(join(root, '.env.example'), 'AWS_REGION=eu-central-1\nROLLBAR_ACCESS_TOKEN=\n');
  expect(await checkSecretsInFiles(root, environment)).toEqual([expect.objectContaining({ status: 'ok' })]);
});

test('without secrets there is nothing to look for', async () => {
  expect(await checkSecretsInFiles(root, layerEnvironment([]))).toEqual([]);
});
