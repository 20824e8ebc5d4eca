import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The TCP side of an X-Ray daemon: it passes on what X-Ray says to credentials without rights. */
export async function startDeniedDaemon(): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      response
        .writeHead(403, { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' })
        .end('{"Message":"User: arn:aws:iam::123456789012:user/x is not authorized"}');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // safe: a TCP server that listens has an AddressInfo
  const { port } = server.address() as AddressInfo;
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
