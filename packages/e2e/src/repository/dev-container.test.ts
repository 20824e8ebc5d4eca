import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../../..');
const text = await readFile(join(root, '.devcontainer/devcontainer.json'), 'utf8');

interface DevContainer {
  readonly image: string;
  readonly features: Readonly<Record<string, object>>;
  readonly forwardPorts: readonly number[];
  readonly portsAttributes: Readonly<
    Record<string, { readonly label: string; readonly onAutoForward: string }>
  >;
  readonly postCreateCommand: string;
}

/** JSON with comments; without them it is YAML, which also has the commas of the last lines. */
function parseJsonWithComments(input: string): DevContainer {
  // safe: whatever is missing fails below
  return parse(input.replace(/^\s*\/\/.*$/gm, '')) as DevContainer;
}

const container = parseJsonWithComments(text);

interface Facts {
  readonly ports: readonly { readonly port: number; readonly protocol: string }[];
  readonly corsOrigins?: readonly string[];
}

/** What a service reads out of an empty environment. */
async function factsOf(service: string): Promise<Facts> {
  const { stdout } = await run(process.execPath, ['src/check-config/main.ts'], {
    cwd: join(root, 'services', service),
    env: {},
  });
  // safe: what `toConfigCheckLine` writes
  return (JSON.parse(stdout) as { readonly facts: Facts }).facts;
}

test('the development container forwards the ports of the services, and of a front end that may ask them', async () => {
  const facts = await Promise.all(['gateway', 'activities', 'console'].map(factsOf));
  const services = facts.flatMap(({ ports }) => ports.map(({ port }) => port));
  const frontEnds = facts.flatMap(({ corsOrigins = [] }) =>
    corsOrigins.map((origin) => Number(new URL(origin).port)),
  );
  expect(services).toEqual(expect.arrayContaining([4567, 4568, 4569, 4318, 2000]));
  expect(new Set(container.forwardPorts)).toEqual(new Set([...services, ...frontEnds]));
  expect(
    Object.keys(container.portsAttributes)
      .map(Number)
      .toSorted((a, b) => a - b),
  ).toEqual(container.forwardPorts.toSorted((a, b) => a - b));
});

test('the development container has what the specification asks for, Node 24 and the dependencies', async () => {
  const packageJson: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  expect(packageJson).toMatchObject({ devDependencies: { node: expect.stringMatching(/^24\./) } });
  expect(container.image).toMatch(/^mcr\.microsoft\.com\/devcontainers\/javascript-node:24-/);
  expect(container.postCreateCommand).toBe('npm ci');
  // The schema's names (containers.dev/implementors/json_reference).
  const known = [
    'name',
    'image',
    'features',
    'forwardPorts',
    'portsAttributes',
    'postCreateCommand',
    'remoteUser',
  ];
  expect([...known, 'customizations']).toEqual(expect.arrayContaining(Object.keys(container)));
  for (const feature of Object.keys(container.features)) expect(feature).toMatch(/^[a-z.]+\/[\w/-]+:\d+$/);
  for (const port of container.forwardPorts) expect(port).toBeLessThanOrEqual(65_535);
  for (const { label, onAutoForward } of Object.values(container.portsAttributes)) {
    expect(label).not.toBe('');
    expect(['notify', 'openBrowser', 'openBrowserOnce', 'openPreview', 'silent', 'ignore']).toContain(
      onAutoForward,
    );
  }
});
