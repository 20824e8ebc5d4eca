import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBoundedText } from './read-bounded-text.ts';

const never = new AbortController().signal;

/** A body in the given chunks that counts how many of them were asked for, and whether it was cancelled. */
function createBody(chunks: readonly Uint8Array[]): {
  readonly stream: ReadableStream<Uint8Array>;
  readonly pulled: () => number;
  readonly cancelled: () => boolean;
} {
  let next = 0;
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        const chunk = chunks[next];
        next += 1;
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
      cancel: () => {
        cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, pulled: () => next, cancelled: () => cancelled };
}

const unicodeText = fc.string({ unit: 'grapheme', maxLength: 60 });

test('any text arrives whole, however its bytes are cut into chunks', async () => {
  await fc.assert(
    fc.asyncProperty(unicodeText, fc.integer({ min: 1, max: 7 }), async (text, chunkSize) => {
      const bytes = new TextEncoder().encode(text);
      const chunks: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += chunkSize) chunks.push(bytes.slice(at, at + chunkSize));
      const read = await readBoundedText(createBody(chunks).stream, bytes.length, never);
      expect(read).toEqual({ kind: 'text', text });
    }),
  );
});

test('reading stops at the limit and cancels the rest', async () => {
  const chunks = Array.from({ length: 1000 }, () => new Uint8Array(100));
  const body = createBody(chunks);
  expect(await readBoundedText(body.stream, 250, never)).toEqual({ kind: 'too-large' });
  expect(body.pulled()).toBe(3);
  expect(body.cancelled()).toBe(true);
});

test('no body is empty text', async () => {
  expect(await readBoundedText(null, 0, never)).toEqual({ kind: 'text', text: '' });
});

test('a body that never goes on is left when the signal says so', async () => {
  const stalled = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => undefined) });
  const controller = new AbortController();
  const read = readBoundedText(stalled, 10, controller.signal);
  controller.abort(new Error('enough'));
  await expect(read).rejects.toThrow('enough');
});
