import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { startCloudWatchLogs } from '@cruddur/stand-ins';
import { portOf } from '../port-of.ts';
import { serveCommands } from '../worker-protocol.ts';
import type { EndpointProtocol } from './endpoint-state.ts';

const standIn = await startCloudWatchLogs({ maxKeptEvents: 1000, maxKeptBytes: 1_048_576 });
const hanging = createServer((socket: Socket) => {
  socket.on('error', () => undefined).resume();
}).listen(0, '127.0.0.1');
await once(hanging, 'listening');
const closed = createServer().listen(0, '127.0.0.1');
await once(closed, 'listening');
const deadPort = portOf(closed);
closed.close();

serveCommands<EndpointProtocol>(
  {
    healthy: standIn.url,
    dead: `http://127.0.0.1:${deadPort}`,
    hanging: `http://127.0.0.1:${portOf(hanging)}`,
  },
  () => ({ events: standIn.counts.accepted }),
);

process.once('SIGTERM', () => process.exit(0));
