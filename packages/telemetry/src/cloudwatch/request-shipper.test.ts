import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPlainClient, event, ok, refusal, shipperOptions, taken } from './fixtures/shipper-options.ts';
import type { CallResult, LogsClient, PutAnswer } from './logs-client.ts';
import { createRequestShipper } from './request-shipper.ts';
import type { EventShipper } from './event-shipper.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function start(
  answer: (number: number) => Promise<CallResult<PutAnswer>> | CallResult<PutAnswer>,
  calls: Partial<LogsClient> = {},
): { readonly shipper: EventShipper; readonly sent: number[] } {
  const sent: number[] = [];
  const client = createPlainClient(async ({ events }) => {
    sent.push(events.length);
    return await answer(sent.length);
  });
  const shipper = createRequestShipper({
    ...shipperOptions({ ...client, ...calls }),
    random: () => 0.5,
    maxBufferBytes: 2600,
  });
  return { shipper, sent };
}

test('G17: each flush sends what waits by itself, without a timer and without waiting for another one', async () => {
  const { shipper, sent } = start((number) => (number === 1 ? new Promise(() => undefined) : taken));
  shipper.accept(event());
  expect(vi.getTimerCount()).toBe(0);
  void shipper.flush(20_000);
  shipper.accept(event());
  shipper.accept(event());
  await shipper.flush(20_000);
  expect(sent).toEqual([1, 2]);
  expect(shipper.statistics()).toMatchObject({ accepted: 3, delivered: 2, buffered: 1 });
});

test('G17: what a stopped request leaves behind is counted', async () => {
  const { shipper } = start(() => new Promise(() => undefined));
  shipper.accept(event());
  void shipper.flush(1000);
  // The runtime has stopped the request: none of its timers comes.
  vi.setSystemTime(Date.now() + 6001);
  expect(shipper.statistics()).toMatchObject({ buffered: 0, droppedByReason: { abandoned: 1 } });
});

test('G13: the stream is created when it is missing', async () => {
  const createLogStream = vi.fn<LogsClient['createLogStream']>(() => Promise.resolve(ok));
  const { shipper, sent } = start((number) => (number === 1 ? refusal('ResourceNotFoundException') : taken), {
    createLogStream,
  });
  shipper.accept(event());
  await shipper.flush(1000);
  expect([sent, createLogStream.mock.calls.length]).toEqual([[1, 1], 1]);
  expect(shipper.statistics()).toMatchObject({ delivered: 1 });
});

test('G4: what cannot be sent in the time of its request is dropped and counted', async () => {
  const { shipper, sent } = start(() => refusal('InternalFailure', 500));
  shipper.accept(event({ acceptedAtMs: Date.now() }));
  const flushed = shipper.flush(3000);
  await vi.advanceTimersByTimeAsync(3100);
  await flushed;
  expect(sent.length).toBeGreaterThan(3);
  expect(shipper.statistics()).toMatchObject({ buffered: 0, dropped: 1 });
});

test('G2: no more than its bytes is held, errors last to go', () => {
  const { shipper } = start(() => taken);
  shipper.accept(event({ severityNumber: 17 }));
  for (let count = 0; count < 20; count += 1) shipper.accept(event());
  const { bufferedBytes, buffered, droppedByReason } = shipper.statistics();
  expect(bufferedBytes).toBeLessThanOrEqual(2600);
  expect(buffered + (droppedByReason['buffer_full'] ?? 0)).toBe(21);
});

test('G14: close sends what waits and counts what does not settle', async () => {
  const { shipper } = start((number) => (number === 1 ? new Promise(() => undefined) : taken));
  shipper.accept(event());
  void shipper.flush(20_000);
  shipper.accept(event());
  const closing = shipper.close(500);
  await vi.advanceTimersByTimeAsync(600);
  expect(await closing).toEqual({ delivered: 1, dropped: 1, pending: 0 });
});

test('G14: what is logged while it closes is sent too', async () => {
  const { shipper } = start(() => taken);
  const closing = shipper.close(500);
  shipper.accept(event());
  await vi.advanceTimersByTimeAsync(600);
  expect(await closing).toEqual({ delivered: 1, dropped: 0, pending: 0 });
});
