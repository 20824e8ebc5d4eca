import { startProcess } from '../stack/start-process.ts';

export interface MotoServer extends AsyncDisposable {
  readonly url: string;
}

export async function startMoto(path: string): Promise<MotoServer> {
  const server = startProcess({
    command: path,
    arguments: ['-H', '127.0.0.1', '-p', '0'],
    folder: '/',
    environment: { PYTHONUNBUFFERED: '1' },
  });
  const [, url = ''] = await server.outputMatching(/Running on (http:\/\/127\.0\.0\.1:\d+)/);
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      await server.stop();
    },
  };
}
