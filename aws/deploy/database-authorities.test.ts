import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { trustDatabaseAuthorities } from './database-authorities.ts';

const run = promisify(execFile);
const hasOpenSsl = await run('openssl', ['version']).then(
  () => true,
  () => false,
);
if (!hasOpenSsl)
  console.log('LEFT OUT: a database with a certificate of its own: this machine has no openssl');

async function createCertificate(folder: string): Promise<{ readonly key: string; readonly cert: string }> {
  const key = join(folder, 'key.pem');
  const cert = join(folder, 'cert.pem');
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const options = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
    ...subject,
  ];
  await run('openssl', ['req', '-x509', ...options, '-keyout', key, '-out', cert]);
  return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
}

test.skipIf(!hasOpenSsl)('a task trusts the authorities that it is given, and no others', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cruddur-authorities-'));
  const { key, cert } = await createCertificate(folder);
  const server = createServer({ key, cert }, (_, response) => response.end('known'));
  try {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    // safe: a TCP server that listens has an AddressInfo
    const { port } = server.address() as AddressInfo;
    const connect = async (authorities: string): Promise<string> => {
      const script = `require('https').get({ host: '127.0.0.1', port: ${port}, servername: 'localhost' },
        (response) => response.pipe(process.stdout)).on('error', ({ code }) => console.log(code))`;
      const { stdout } = await run(process.execPath, ['--eval', script], {
        env: { NODE_OPTIONS: trustDatabaseAuthorities, DATABASE_AUTHORITIES: authorities },
      });
      return stdout.trim();
    };
    const other = await mkdtemp(join(folder, 'other-'));
    const { cert: otherCert } = await createCertificate(other);
    // A bundle has several, with comments between them.
    expect(await connect(`# eu-central-1\n${otherCert}\n${cert}`)).toBe('known');
    expect(await connect(otherCert)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(await connect('')).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
});
