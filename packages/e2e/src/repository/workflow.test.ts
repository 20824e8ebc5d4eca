import { execFile } from 'node:child_process';
import { access, constants, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { findActionlint } from './find-actionlint.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../../..');
const file = join(root, '.github/workflows/ci.yml');
const text = await readFile(file, 'utf8');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}

// safe: actionlint holds the file to this form where there is one, and a wrong one finds nothing below
const workflow = parse(text) as {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
};
// safe: npm would not have got here with another form
const packageJson = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly packageManager: string;
  readonly engines: { readonly node: string };
};
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
const commands = steps.flatMap((step) => step.run ?? []);

const actionlint = await findActionlint();
if (!actionlint.ok) console.log(`LEFT OUT: the workflow before actionlint: ${actionlint.reason}.`);

describe('the workflow', () => {
  test('runs .ci/run, and scripts that package.json has', async () => {
    expect(commands).toContain('./.ci/run');
    await access(join(root, '.ci/run'), constants.X_OK);
    const scripts = commands.flatMap((command) =>
      [...command.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name),
    );
    expect(scripts).toContain('test:compose');
    expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(scripts));
  });

  test('brings the npm that the lockfile is made with, and the oldest Node that the README promises', () => {
    const npm = commands.flatMap(
      (command) => /\bnpm install --global (npm@[\d.]+)$/.exec(command)?.[1] ?? [],
    );
    expect(npm).toEqual(Object.keys(workflow.jobs).map(() => packageJson.packageManager));
    const versions = steps.flatMap((step) => step.with?.['node-version'] ?? []);
    expect(new Set(versions.map((version) => `>=${String(version).replace(/\.0$/, '')}`))).toEqual(
      new Set([packageJson.engines.node]),
    );
  });

  test('takes actions only by their commit, with the version beside it, and may write nothing', () => {
    const used = [...text.matchAll(/\buses: (.*)$/gm)].map(([, action]) => action ?? '');
    expect(used).toHaveLength(steps.filter((step) => step.uses !== undefined).length);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  test.skipIf(!actionlint.ok)('passes actionlint, which a wrong one does not', async () => {
    const path = actionlint.ok ? actionlint.path : '';
    const lint = async (input: string): Promise<string> => {
      const child = run(path, ['-no-color', '-shellcheck=', '-pyflakes=', '-']);
      child.child.stdin?.end(input);
      return child.then(
        ({ stdout }) => stdout,
        (error: unknown) => String(Reflect.get(Object(error), 'stdout')),
      );
    };
    expect(await lint(text)).toBe('');
    expect(await lint(text.replace('runs-on', 'run-on'))).toContain('"run-on"');
  });
});
