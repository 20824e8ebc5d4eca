import { createSocket } from 'node:dgram';

export const header = '{"format":"json","version":1}\n';

/** Sends each text as one datagram, and returns when the kernel has them all. */
export async function sendDatagrams(
  port: number,
  datagrams: readonly (string | Uint8Array)[],
  host = '127.0.0.1',
): Promise<void> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  try {
    for (const datagram of datagrams) {
      await new Promise<void>((resolve, reject) => {
        socket.send(datagram, port, host, (error) => (error ? reject(error) : resolve()));
      });
    }
  } finally {
    socket.close();
  }
}
