import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { SegmentDocument } from '@cruddur/trace-model';

/** Sends documents, or text in their place, as an X-Ray emitter does: a datagram each. `address` is `host:port`, or with both protocols. */
export async function sendToDaemon(
  address: string,
  documents: readonly (SegmentDocument | string)[],
): Promise<void> {
  const [, host = '', port = ''] = /(?:udp:|^)([\d.]+):(\d+)/.exec(address) ?? [];
  const socket = createSocket('udp4');
  socket.connect(Number(port), host);
  await once(socket, 'connect');
  for (const document of documents) {
    const body = typeof document === 'string' ? document : JSON.stringify(document);
    await new Promise<void>((resolve, reject) => {
      socket.send(`{"format":"json","version":1}\n${body}`, (error) => {
        if (error === null) resolve();
        else reject(error);
      });
    });
  }
  socket.close();
}
