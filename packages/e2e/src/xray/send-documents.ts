import { createSocket } from 'node:dgram';

const header = '{"format":"json","version":1}\n';

/** One datagram after the other; the daemon has no way to say that they come too fast. */
export async function sendDocuments(port: number, texts: readonly string[]): Promise<void> {
  const socket = createSocket('udp4');
  for (const text of texts) {
    await new Promise<void>((resolve, reject) => {
      socket.send(header + text, port, '127.0.0.1', (error) => (error ? reject(error) : resolve()));
    });
  }
  socket.close();
}
