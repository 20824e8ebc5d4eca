import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oneAtATime } from './one-at-a-time.ts';

/** Where `npm run dev`, and whatever else takes the defaults, listens by TCP. */
export const devPorts = { gateway: 4567, activities: 4568, console: 4569, otlp: 4318 };

/** Runs `task` when no other test uses these ports. Rejects when something else does. */
export function withDevPorts<T>(task: () => Promise<T>): Promise<T> {
  return oneAtATime(join(tmpdir(), 'cruddur-dev-ports'), async () => {
    for (const [name, port] of Object.entries(devPorts)) {
      if (await isOpen(port))
        throw new Error(`port ${port} (${name}) is taken: stop the stack that is running`);
    }
    return task();
  });
}

/** Whether somebody listens there, on the loopback interface. */
export function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
