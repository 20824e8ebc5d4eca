import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createTemplate } from './template.ts';
import { findCfnLint } from './testing/find-cfn-lint.ts';

const installTimeoutMs = 6 * 60_000;
const cfnLint = await findCfnLint();
if (!cfnLint.ok) console.log(`LEFT OUT: the template before cfn-lint: ${cfnLint.reason}`);

async function lint(path: string, template: object): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cruddur-template-'));
  try {
    const file = join(folder, 'template.json');
    await writeFile(file, JSON.stringify(template, undefined, 2));
    const child = spawn(path, ['--format', 'parseable', '--include-checks', 'I', '--', file]);
    return await text(child.stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test.skipIf(!cfnLint.ok)(
  'cfn-lint finds nothing in the template, and something in a wrong one',
  async () => {
    const { path } = cfnLint.ok ? cfnLint : { path: '' };
    const template = createTemplate();
    expect(await lint(path, template)).toBe('');
    const wrong = {
      ...template,
      Resources: { ...template.Resources, Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolcy: {} } } },
    };
    expect(await lint(path, wrong)).toContain('KeyPolcy');
  },
  installTimeoutMs,
);
