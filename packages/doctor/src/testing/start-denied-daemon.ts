import { startServer, type RunningServer } from './start-server.ts';

/** The TCP side of an X-Ray daemon: it passes on what X-Ray says to credentials without rights. */
export function startDeniedDaemon(): Promise<RunningServer> {
  return startServer((request, response) => {
    request.resume().once('end', () => {
      response
        .writeHead(403, { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' })
        .end('{"Message":"User: arn:aws:iam::123456789012:user/x is not authorized"}');
    });
  });
}
