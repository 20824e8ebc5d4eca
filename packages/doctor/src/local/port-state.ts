import { createSocket } from 'node:dgram';
import { connect } from 'node:net';

const connectTimeoutMs = 500;

/** Where to reach what listens on `host`: all addresses stand for this machine. */
export function toReachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}

/** Whether something accepts connections there. */
export async function isTcpTaken(host: string, port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect({ host: toReachableHost(host), port, timeout: connectTimeoutMs });
    const settle = (isTaken: boolean): void => {
      socket.destroy();
      resolve(isTaken);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });
}

/** Whether the port cannot be had: it is taken for the blink of an eye to see. */
export async function isUdpTaken(host: string, port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => {
      resolve('code' in error && error.code === 'EADDRINUSE');
      socket.close();
    });
    socket.bind(port, host, () => socket.close(() => resolve(false)));
  });
}
