import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { rolldown } from 'rolldown';

const run = promisify(execFile);
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));
const workspaceModules = fileURLToPath(new URL('../../../../node_modules', import.meta.url));
const noRegistry = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED/;

/** A release line of OpenTelemetry for JavaScript, as somebody has it in a project. */
export interface OpenTelemetryLine {
  readonly name: string;
  readonly fixture: 'line-2.mjs' | 'line-3.mjs';
  readonly packages: readonly string[];
}

/** As the SDK's exporter has it. */
export interface SdkSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface ScratchProcess extends AsyncDisposable {
  /** Why there is nothing to run: the registry is out of reach. */
  readonly leftOut: string | undefined;
  /** Serves one request in a process with the SDK of the line and our entry; gives the spans that the SDK got. */
  readonly serve: (
    entry: 'edge' | 'node',
    mode: 'instrumented' | 'plain',
    environment: Readonly<Record<string, string>>,
    request: (url: string) => Promise<void>,
  ) => Promise<readonly SdkSpan[]>;
}

/** A project of its own outside of the workspace: its packages by npm, ours as one bundle per entry. */
export async function createScratchProcess(line: OpenTelemetryLine): Promise<ScratchProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'cruddur-otel-'));
  const leftOut = await install(folder, line.packages);
  if (leftOut === undefined) {
    await cp(join(fixtures, line.fixture), join(folder, 'line.mjs'));
    await cp(join(fixtures, 'main.mjs'), join(folder, 'main.mjs'));
    // The neutral core takes the API of the project, its peer; the Node entry brings its own SDK, and its API with it.
    await bundle('edge', join(folder, 'edge.mjs'));
    await bundle('node', join(folder, 'own/node.mjs'));
    await symlink(workspaceModules, join(folder, 'own/node_modules'));
  }
  return {
    leftOut,
    serve: async (entry, mode, environment, request) => {
      const file = entry === 'edge' ? './edge.mjs' : './own/node.mjs';
      const child = fork(join(folder, 'main.mjs'), [file, mode], {
        cwd: folder,
        env: { PATH: process.env['PATH'], ...environment },
        execArgv: [],
        signal: AbortSignal.timeout(20_000),
      });
      const [{ port }] = await once(child, 'message');
      const ended = once(child, 'message');
      await request(`http://127.0.0.1:${port}`);
      const [{ spans }] = await ended;
      return spans;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function bundle(entry: 'edge' | 'node', file: string): Promise<void> {
  await using build = await rolldown({
    input: join(fixtures, `${entry}-entry.ts`),
    platform: 'node',
    external: [/^@opentelemetry\//, /^rollbar/, /^@aws-sdk\//, /^@smithy\//],
    logLevel: 'silent',
  });
  await build.write({ file, format: 'esm', codeSplitting: false });
}

/** Returns why it could not, when the registry is out of reach. */
async function install(folder: string, packages: readonly string[]): Promise<string | undefined> {
  const npm = [
    'install',
    '--prefix',
    folder,
    '--prefer-offline',
    '--fetch-retries=0',
    '--no-audit',
    '--no-fund',
  ];
  try {
    await run('npm', [...npm, '--ignore-scripts', ...packages], {
      cwd: folder,
      env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH']}` },
      timeout: 60_000,
    });
    return undefined;
  } catch (error) {
    const text = String(Reflect.get(Object(error), 'stderr') ?? error);
    if (noRegistry.test(text)) return text;
    throw error;
  }
}
