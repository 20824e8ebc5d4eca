import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';

const checkEveryMs = 20;

/**
 * Prepares a server for a clean stop; call it before the server listens. The function that it gives stops accepting
 * connections and settles when every request under way has been answered to its last byte.
 *
 * `server.close()` of Node will not do: it destroys connections whose response is ended but not yet sent, and waits
 * seconds for those that become idle after it was called.
 */
export function prepareToDrain(server: Server): () => Promise<void> {
  const sockets = new Set<Socket>();
  // Not on Bun. Its own `close` leaves alone what is under way, but takes for sent what the system has yet to take.
  const isNetServer: boolean = server instanceof NetServer;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return async () => {
    server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
    const closeIdle = (): void => {
      if (![...sockets].some(({ writableLength }) => writableLength > 0)) server.closeIdleConnections();
    };
    const timer = setInterval(closeIdle, checkEveryMs);
    await new Promise<void>((resolve) => {
      const ended = (): void => resolve();
      // Only the listening ends here; what http.Server adds to it is the closing of connections described above.
      if (isNetServer) NetServer.prototype.close.call(server, ended);
      else server.close(ended);
      closeIdle();
    });
    clearInterval(timer);
  };
}
