import { Socket } from 'node:dgram';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { DocumentEmitter } from '../xray/document-emitter.ts';
import { findClosedPort, startDaemon } from './fixtures/start-daemon.ts';
import { createUdpEmitter, type UdpEmitterOptions } from './udp-emitter.ts';

const never = new AbortController().signal;
const refused = 'ECONNREFUSED';

function start(port: number, host = '127.0.0.1', options: UdpEmitterOptions = {}): DocumentEmitter {
  const emitter = createUdpEmitter({ host, port }, options);
  onTestFinished(emitter.close);
  return emitter;
}

/** The kernel's part: nobody can take the route to the loopback away. The socket that sends next can never send again. */
function loseRouteOfNextSocket(): void {
  const original = Reflect.get(Socket.prototype, 'send');
  const lost = new Set<Socket>();
  const spy = vi.spyOn(Socket.prototype, 'send').mockImplementation(function (this: Socket, ...given) {
    if (lost.size === 0) lost.add(this);
    if (!lost.has(this)) return Reflect.apply(original, this, given);
    const callback: unknown = given.at(-1);
    if (typeof callback === 'function') callback(Object.assign(new Error('lost'), { code: 'ENETUNREACH' }));
  });
  onTestFinished(() => {
    spy.mockRestore();
  });
}

const emitted = (...failures: readonly (string | undefined)[]): object => ({ kind: 'emitted', failures });
const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `{"id":${index}}`);

test('each document is one datagram with the header of the protocol', async () => {
  await using daemon = await startDaemon();
  const emitter = start(daemon.port);
  expect(emitter.endpoint).toBe(`udp://127.0.0.1:${daemon.port}`);
  const documents = ['{"a":1}', '{"name":"straße 😀"}', `{"x":"${'x'.repeat(63_000)}"}`];
  expect(await emitter.emit(documents, never)).toEqual(emitted(undefined, undefined, undefined));
  await daemon.received(3);
  expect(daemon.documents).toEqual(documents);
});

test('many documents arrive all, in order', async () => {
  await using daemon = await startDaemon();
  const documents = numbered(500);
  await start(daemon.port).emit(documents, never);
  await daemon.received(500);
  expect(daemon.documents).toEqual(documents);
});

test('no documents are no datagrams', async () => {
  await using daemon = await startDaemon();
  expect(await start(daemon.port).emit([], never)).toEqual(emitted());
});

test('a document above the limit of a datagram is lost alone', async () => {
  await using daemon = await startDaemon();
  const emitter = start(daemon.port);
  const documents = ['{"a":1}', 'x'.repeat(70_000), '{"b":2}'];
  expect(await emitter.emit(documents, never)).toEqual(emitted(undefined, 'EMSGSIZE', undefined));
  await daemon.received(2);
  expect(daemon.documents).toEqual(['{"a":1}', '{"b":2}']);
});

describe('a port where nobody listens', () => {
  test('refuses every document of the call, also those that the kernel took', async () => {
    const emitter = start(await findClosedPort());
    expect(await emitter.emit(['{}'], never)).toEqual(emitted(refused));
    expect(await emitter.emit(['{}', '{}', '{}'], never)).toEqual(emitted(refused, refused, refused));
  });

  test('takes documents again when somebody listens again', async () => {
    const port = await findClosedPort();
    const emitter = start(port);
    await emitter.emit(['{}'], never);
    await using daemon = await startDaemon(port);
    expect(await emitter.emit(['{"a":1}'], never)).toEqual(emitted(undefined));
    await daemon.received(1);
  });
});

describe('names', () => {
  test('localhost is resolved by the system', async () => {
    await using daemon = await startDaemon();
    expect(await start(daemon.port, 'localhost').emit(['{}'], never)).toEqual(emitted(undefined));
    await daemon.received(1);
  });

  test('a name that nobody knows is said, and nothing is sent', async () => {
    const result = await start(2000, 'no-such-host.invalid').emit(['{}'], never);
    expect(result).toEqual({ kind: 'unreachable', reason: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) });
  });

  test('a name that is known later is reached then', async () => {
    await using daemon = await startDaemon();
    let known = false;
    const lookup = async (): Promise<string> => {
      if (known) return '127.0.0.1';
      throw new Error('not yet');
    };
    const emitter = start(daemon.port, 'xray', { lookup });
    expect(await emitter.emit(['{}'], never)).toEqual({ kind: 'unreachable', reason: 'not yet' });
    known = true;
    expect(await emitter.emit(['{}'], never)).toEqual(emitted(undefined));
    await daemon.received(1);
  });

  test('a name is asked for again after its time, and the new address used', async () => {
    await using daemon = await startDaemon();
    let nowMs = 0;
    const addresses = ['127.0.0.1', '127.0.0.1', '127.0.0.2'];
    let lookups = 0;
    const lookup = async (): Promise<string> => addresses[lookups++] ?? 'too often';
    const emitter = start(daemon.port, 'xray', { lookup, resolveEveryMs: 1000, nowMs: () => nowMs });
    for (nowMs of [0, 999]) await emitter.emit(['{}'], never);
    expect(lookups).toBe(1);
    nowMs = 1000;
    await emitter.emit(['{}'], never);
    expect(lookups).toBe(2);
    await daemon.received(3);
    nowMs = 2000;
    // Nobody listens on the other address.
    expect(await emitter.emit(['{}'], never)).toEqual(emitted(refused));
    expect(lookups).toBe(3);
  });

  test('an address that cannot be connected to is said, and the next one used', async () => {
    await using daemon = await startDaemon();
    // A broadcast, which a socket must be allowed.
    const addresses = ['255.255.255.255', '127.0.0.1'];
    const lookup = async (): Promise<string> => addresses.shift() ?? 'too often';
    const emitter = start(daemon.port, 'xray', { lookup });
    expect(await emitter.emit(['{}'], never)).toEqual({
      kind: 'unreachable',
      reason: expect.stringContaining('EACCES'),
    });
    expect(await emitter.emit(['{"a":1}'], never)).toEqual(emitted(undefined));
    await daemon.received(1);
    expect(daemon.documents).toEqual(['{"a":1}']);
  });

  test('a socket that has lost its route is replaced, also at the same address', async () => {
    await using daemon = await startDaemon();
    const emitter = start(daemon.port);
    expect(await emitter.emit(['{"a":1}'], never)).toEqual(emitted(undefined));
    loseRouteOfNextSocket();
    expect(await emitter.emit(['{"b":2}'], never)).toEqual(emitted('ENETUNREACH'));
    expect(await emitter.emit(['{"c":3}'], never)).toEqual(emitted(undefined));
    await daemon.received(2);
    expect(daemon.documents).toEqual(['{"a":1}', '{"c":3}']);
  });

  test('a name is asked for again after a refusal', async () => {
    await using daemon = await startDaemon();
    const addresses = ['127.0.0.2', '127.0.0.1'];
    const lookup = async (): Promise<string> => addresses.shift() ?? 'too often';
    const emitter = start(daemon.port, 'xray', { lookup });
    expect(await emitter.emit(['{}'], never)).toEqual(emitted(refused));
    expect(await emitter.emit(['{}'], never)).toEqual(emitted(undefined));
    await daemon.received(1);
  });

  test('a name that takes long is asked for once, whoever waits for it', async () => {
    await using daemon = await startDaemon();
    const { promise, resolve } = Promise.withResolvers<string>();
    let lookups = 0;
    const lookup = (): Promise<string> => {
      lookups += 1;
      return promise;
    };
    const emitter = start(daemon.port, 'xray', { lookup });
    const attempt = new AbortController();
    const first = emitter.emit(['{}'], attempt.signal);
    attempt.abort();
    const second = emitter.emit(['{}'], never);
    resolve('127.0.0.1');
    expect(await Promise.all([first, second])).toMatchObject([{ kind: 'unreachable' }, emitted(undefined)]);
    expect(lookups).toBe(1);
    await daemon.received(1);
  });

  test('while the resolver fails, the address that was right is used', async () => {
    await using daemon = await startDaemon();
    let nowMs = 0;
    let lookups = 0;
    const lookup = async (): Promise<string> => {
      if (lookups++ > 0) throw new Error('the resolver is down');
      return '127.0.0.1';
    };
    const emitter = start(daemon.port, 'xray', { lookup, resolveEveryMs: 1, nowMs: () => nowMs });
    for (nowMs of [0, 10, 20]) expect(await emitter.emit(['{}'], never)).toEqual(emitted(undefined));
    expect(lookups).toBe(3);
    await daemon.received(3);
  });
});

describe('the end', () => {
  test('a closed emitter sends nothing and says so', async () => {
    await using daemon = await startDaemon();
    const emitter = start(daemon.port);
    await emitter.emit(['{}'], never);
    emitter.close();
    emitter.close();
    expect(await emitter.emit(['{}'], never)).toEqual({ kind: 'unreachable', reason: 'closed' });
  });

  test('closing in the midst of a call loses the rest of it, and throws nothing', async () => {
    await using daemon = await startDaemon();
    const emitter = start(daemon.port);
    const result = emitter.emit(numbered(100), never);
    await daemon.received(1);
    emitter.close();
    const { kind, ...more } = await result;
    expect(kind).toBe('emitted');
    const failures = 'failures' in more ? more.failures : [];
    expect(failures).toHaveLength(100);
    const sent = failures.indexOf('shutdown');
    expect(sent).toBeGreaterThan(0);
    expect(new Set(failures.slice(0, sent))).toEqual(new Set([undefined]));
    expect(new Set(failures.slice(sent))).toEqual(new Set(['shutdown']));
  });

  test('closing while the name is being asked for opens no socket', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const emitter = start(2000, 'xray', { lookup: () => promise });
    const result = emitter.emit(['{}'], never);
    emitter.close();
    resolve('127.0.0.1');
    expect(await result).toEqual({ kind: 'unreachable', reason: 'closed' });
  });

  test('a call that is given up sends nothing, also when the name is known afterwards', async () => {
    await using daemon = await startDaemon();
    const { promise, resolve } = Promise.withResolvers<string>();
    const emitter = start(daemon.port, 'xray', { lookup: () => promise });
    const attempt = new AbortController();
    const result = emitter.emit(['{"first":1}'], attempt.signal);
    attempt.abort();
    resolve('127.0.0.1');
    expect(await result).toMatchObject({ kind: 'unreachable' });
    await emitter.emit(['{"second":2}'], never);
    await daemon.received(1);
    expect(daemon.documents).toEqual(['{"second":2}']);
  });
});
