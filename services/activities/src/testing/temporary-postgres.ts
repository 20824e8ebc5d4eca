import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A PostgreSQL server of our own, empty, on the loopback interface. */
export interface TemporaryPostgres {
  /** `postgres://cruddur@127.0.0.1:<port>/postgres`; the role is a superuser and needs no password. */
  readonly url: string;
  readonly version: string;
  /** Shuts the server down and deletes its files. */
  readonly stop: () => Promise<void>;
}

const readyTimeoutMs = 20_000;

/**
 * Starts a PostgreSQL server with the binaries of this machine, from PATH or `/usr/lib/postgresql`.
 * @returns undefined when there are none: the caller must then say what it leaves out.
 * @throws Error with the server's own words when it does not start.
 */
export async function startTemporaryPostgres(): Promise<TemporaryPostgres | undefined> {
  const binaries = findBinaries();
  if (binaries === undefined) return undefined;
  const owner = serverOwner();
  const folder = mkdtempSync(join(tmpdir(), 'cruddur-postgres-'));
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  chmodSync(folder, 0o700);
  const data = join(folder, 'data');
  const version = execFileSync(join(binaries, 'postgres'), ['--version'], { encoding: 'utf8' }).trim();
  execFileSync(
    join(binaries, 'initdb'),
    ['--pgdata', data, '--username', 'cruddur', '--auth', 'trust', '--encoding', 'UTF8', '--no-sync'],
    { ...owner, cwd: folder, stdio: 'pipe' },
  );
  const port = await freePort();
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', ...fastAndLoose],
    { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  // An immediate shutdown: whoever started this server must not leave it behind, however it ends itself.
  const killOnExit = (): void => void server.kill('SIGQUIT');
  process.once('exit', killOnExit);
  await untilReady(server);
  return {
    url: `postgres://cruddur@127.0.0.1:${port}/postgres`,
    version,
    stop: async () => {
      process.off('exit', killOnExit);
      const exited = new Promise((resolve) => server.once('exit', resolve));
      // Fast shutdown: open sessions are ended.
      if (server.kill('SIGINT')) await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Durability is for data that somebody wants back. */
const fastAndLoose = [
  ['-c', 'unix_socket_directories='],
  ['-c', 'fsync=off'],
  ['-c', 'full_page_writes=off'],
  ['-c', 'synchronous_commit=off'],
].flat();

function findBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.toSorted((a, b) => Number(b) - Number(a)).map((version) => join(debian, version, 'bin')),
  ];
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))));
}

/** PostgreSQL refuses to run as root; then it runs as a user that every Unix machine has. */
function serverOwner(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return { uid: idOfNobody('-u'), gid: idOfNobody('-g') };
}

function idOfNobody(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  // safe: a TCP server that listens has an AddressInfo
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (reason: string): void => {
      clearTimeout(timer);
      server.kill('SIGQUIT');
      reject(new Error(`PostgreSQL did not start: ${reason}\n${output}`));
    };
    const timer = setTimeout(() => fail(`not ready after ${readyTimeoutMs} ms`), readyTimeoutMs);
    server.once('error', (error) => fail(error.message));
    server.once('exit', (code) => fail(`exit code ${code}`));
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (!output.includes('ready to accept connections')) return;
      clearTimeout(timer);
      server.removeAllListeners('exit');
      // Kept flowing, or a full pipe would stop the server; what it says from here on is of no interest.
      server.stderr?.removeAllListeners('data').resume();
      resolve();
    });
  });
}
