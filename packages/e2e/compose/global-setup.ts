import type { TestProject } from 'vitest/node';
import { freePort } from '../src/stack/free-port.ts';
import { createComposeProject, type ComposeProject, type ProjectSettings } from './compose-project.ts';
import { docker } from './docker-command.ts';
import { findEngine } from './find-engine.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Undefined where there is no engine. */
    composeProject: ProjectSettings | undefined;
  }
}

const buildTimeoutMs = 6 * 60_000;
const images = ['gateway', 'activities', 'console'];

/** Builds the images and starts the stack, once for all test files; takes away all of it afterwards. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const engine = await findEngine();
  if (!engine.ok) {
    console.log(`LEFT OUT: the tests of docker-compose.yml, because ${engine.reason}.`);
    project.provide('composeProject', undefined);
    return undefined;
  }
  const settings = {
    // A script that may end this process gives a name, under which it can clean up.
    name: process.env['COMPOSE_TEST_PROJECT'] || `cruddur-test-${process.pid}`,
    gatewayPort: await freePort(),
    consolePort: await freePort(),
  };
  const { compose } = createComposeProject(settings);
  const tearDown = async (): Promise<void> => {
    await compose(['--profile', '*', 'down', '--volumes', '--remove-orphans', '--timeout', '5']);
    await docker(['image', 'rm', '--force', ...images.map((image) => `cruddur/${image}:${settings.name}`)]);
  };
  const startedMs = performance.now();
  try {
    await build(compose);
    const builtMs = performance.now();
    const built = secondsSince(startedMs);
    await compose(['up', '--wait', '--no-build']);
    console.log(`${engine.version}: images built in ${built}, all healthy ${secondsSince(builtMs)} later`);
  } catch (error) {
    // Said first: taking it down takes it away.
    const logs = await compose(['logs', '--tail', '20']).catch(() => undefined);
    console.error(logs?.stdout);
    await tearDown();
    throw error;
  }
  project.provide('composeProject', settings);
  return tearDown;
}

/** Once more when a download broke off: what was built until then is kept. */
async function build(compose: ComposeProject['compose']): Promise<void> {
  try {
    await compose(['build'], buildTimeoutMs);
  } catch (error) {
    const output = error instanceof Error ? String(Reflect.get(error, 'stdout')) : '';
    if (!/ECONNRESET|ETIMEDOUT|EAI_AGAIN/.test(output)) throw error;
    console.log('A download broke off; building again.');
    await compose(['build'], buildTimeoutMs);
  }
}

function secondsSince(startedMs: number): string {
  return `${Math.round((performance.now() - startedMs) / 1000)} s`;
}
