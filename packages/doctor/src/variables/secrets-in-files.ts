import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findingsOf, type Finding } from '../finding.ts';
import { isSecretVariable } from './known-variables.ts';
import type { LayeredEnvironment } from './layered-environment.ts';

/** Files that go into git and that people write keys into. */
const committedFiles = [
  '.env.example',
  'docker-compose.yml',
  'services/gateway/.env.dev',
  'services/activities/.env.dev',
  'README.md',
];
const minSecretLength = 8;

/** Whether a secret of the environment also stands in a file that is committed. */
export async function checkSecretsInFiles(
  root: string,
  environment: LayeredEnvironment,
): Promise<readonly Finding[]> {
  const secrets = environment.variables.filter(
    ({ name, value }) => isSecretVariable(name) && value.trim().length >= minSecretLength,
  );
  if (secrets.length === 0) return [];
  const found = findingsOf('variables', 'secret-in-file');
  const findings = await Promise.all(
    committedFiles.map(async (file) => {
      const text = await readFile(join(root, file), 'utf8').catch(() => '');
      return secrets
        .filter(({ value }) => text.includes(value.trim()))
        .map(({ name }) =>
          found.problem(
            `the value of ${name} stands in ${file}, which goes into git`,
            'take it out, make a new key, and put that into .env, which git ignores',
          ),
        );
    }),
  );
  const all = findings.flat();
  return all.length > 0 ? all : [found.ok('no secret stands in a file that goes into git')];
}
