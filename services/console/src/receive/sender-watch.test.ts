import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchSenders, type SenderWatch } from './sender-watch.ts';

let server: Server;
let watch: SenderWatch;
let url: string;

beforeEach(async () => {
  server = createServer((_request, response) => response.end());
  watch = watchSenders([server]);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // safe: a TCP server that listens has an AddressInfo
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => server.close());

const post = (): Promise<Response> => fetch(url, { method: 'POST' });

async function millisecondsOf(work: Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work;
  return performance.now() - startedMs;
}

test('without a sender there is nothing to wait for', async () => {
  await fetch(url);
  expect(await millisecondsOf(watch.silence(5_000, 5_000))).toBeLessThan(1_000);
});

test('it is silent some time after the last request', async () => {
  await post();
  const silence = millisecondsOf(watch.silence(200, 20_000));
  await post();
  expect(await silence).toBeGreaterThanOrEqual(199);
});

test('a sender that never stops is not waited for', async () => {
  await post();
  const sending = setInterval(() => void post(), 20);
  expect(await millisecondsOf(watch.silence(5_000, 300))).toBeLessThan(4_000);
  clearInterval(sending);
});
