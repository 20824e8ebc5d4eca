import { once } from 'node:events';
import { connect } from 'node:net';
import { parseResponse } from './parse-response.ts';

/** One keep-alive connection with one request in flight: raw, because an HTTP client costs more than the services. */
export interface Connection {
  /** Sends `request` again and again until `isOver()`; settles after the last answer. */
  readonly run: (request: Buffer, isOver: () => boolean, onAnswer: OnAnswer) => Promise<void>;
  readonly close: () => void;
}

type OnAnswer = (status: number, latencyMs: number) => void;

export async function openConnection(host: string, port: number): Promise<Connection> {
  const socket = connect({ host, port, noDelay: true });
  await once(socket, 'connect');

  let onResponse: ((status: number) => void) | undefined;
  let onFailure: ((error: Error) => void) | undefined;
  let received: Buffer = Buffer.alloc(0);
  socket.on('error', (error) => onFailure?.(error));
  socket.on('close', () => onFailure?.(new Error(`${host}:${port} closed the connection`)));
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const response = parseResponse(received);
    if (response === undefined) return;
    received = received.subarray(response.length);
    onResponse?.(response.status);
  });

  return {
    run: (request, isOver, onAnswer) =>
      new Promise((resolve, reject) => {
        let sentAt = performance.now();
        onFailure = reject;
        onResponse = (status) => {
          const now = performance.now();
          onAnswer(status, now - sentAt);
          if (isOver()) return resolve();
          sentAt = now;
          socket.write(request);
        };
        socket.write(request);
      }),
    close: () => {
      onFailure = undefined;
      socket.destroy();
    },
  };
}
