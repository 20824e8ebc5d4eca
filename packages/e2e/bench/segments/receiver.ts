import { createSocket } from 'node:dgram';
import { serveCommands } from '../worker-protocol.ts';

export interface ReceiverProtocol {
  readonly ready: { readonly port: number };
  readonly command: { readonly type: 'count' };
  readonly answer: { readonly datagrams: number };
}

/** In place of the X-Ray daemon: reads and counts, as fast as it can. */
const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
let datagrams = 0;
socket.on('message', () => {
  datagrams += 1;
});
socket.bind(0, '127.0.0.1', () => {
  serveCommands<ReceiverProtocol>({ port: socket.address().port }, () => ({ datagrams }));
});

process.once('SIGTERM', () => process.exit(0));
