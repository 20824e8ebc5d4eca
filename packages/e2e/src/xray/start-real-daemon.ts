import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../stack/eventually.ts';
import { freePort } from '../stack/free-port.ts';
import { startProcess, type RunningProcess } from '../stack/start-process.ts';

export interface RealDaemon extends AsyncDisposable {
  readonly port: number;
  /** For `AWS_XRAY_DAEMON_ADDRESS`. */
  readonly address: string;
  /** Origin of its TCP proxy. */
  readonly url: string;
  readonly process: RunningProcess;
}

/** Starts AWS's X-Ray daemon in front of an endpoint that stands in for X-Ray, and waits until it forwards. */
export async function startRealDaemon(binaryPath: string, endpoint: string): Promise<RealDaemon> {
  const folder = await mkdtemp(join(tmpdir(), 'cruddur-xray-daemon-'));
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const url = `http://${address}`;
  const configPath = join(folder, 'cfg.yaml');
  await writeFile(
    configPath,
    [
      'Version: 2',
      `Endpoint: "${endpoint}"`,
      'Region: "us-east-1"',
      'LocalMode: true',
      'TotalBufferSizeMB: 16',
      'Socket:',
      `  UDPAddress: "${address}"`,
      `  TCPAddress: "${address}"`,
      '',
    ].join('\n'),
  );
  const daemon = startProcess({
    command: binaryPath,
    arguments: ['-c', configPath, '-o', '-n', 'us-east-1', '-l', 'dev'],
    folder,
    environment: {
      // Of nobody: the stand-in does not check signatures, the daemon only wants to make one.
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'stand-in',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: join(folder, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
    },
  });
  const stop = async (): Promise<void> => {
    await daemon.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const ready = eventually(
    `the daemon forwards from ${url}`,
    async () => {
      const response = await fetch(`${url}/GetSamplingRules`, { method: 'POST', body: '{}' });
      return response.ok || undefined;
    },
    20_000,
  );
  const ended = daemon.exit.then((code): never => {
    throw new Error(`the daemon ended with ${code}:\n${daemon.output()}`);
  });
  ended.catch(() => undefined);
  try {
    await Promise.race([ready, ended]);
  } catch (error) {
    await stop();
    throw new Error(`the daemon does not forward:\n${daemon.output()}`, { cause: error });
  }
  return { port, address, url, process: daemon, [Symbol.asyncDispose]: stop };
}
