import { createSocket, type Socket } from 'node:dgram';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PortError } from '../port-error.ts';

/** Room for a burst: what the kernel cannot hold is lost without a word. */
const receiveBufferBytes = 4 * 1024 * 1024;

/** Binds a UDP socket, and gives it. Throws a `PortError`. */
export async function bindUdp(host: string, port: number): Promise<Socket> {
  const socket = createSocket({
    type: host.includes(':') ? 'udp6' : 'udp4',
    recvBufferSize: receiveBufferBytes,
  });
  await new Promise<void>((resolve, reject) => {
    const onError = (error: Error): void => reject(new PortError('UDP', host, port, error));
    socket.once('error', onError);
    socket.bind({ address: host, port, exclusive: true }, () => {
      socket.off('error', onError);
      // A datagram that cannot be read is lost like any other.
      socket.on('error', () => undefined);
      resolve();
    });
  });
  return socket;
}

/** Lets the server listen, and gives the port. Throws a `PortError`. */
export async function listenTcp(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const onError = (error: Error): void => reject(new PortError('TCP', host, port, error));
    server.once('error', onError);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', onError);
      resolve();
    });
  });
  // safe: a TCP server that listens has an AddressInfo
  return (server.address() as AddressInfo).port;
}
