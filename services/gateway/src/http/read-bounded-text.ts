/** What came of reading a body that may be longer than anyone wants to hold in memory. */
export type BoundedText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'not-utf8' };

/**
 * Reads a body of UTF-8 text up to `maxBytes` and cancels the rest as soon as it is longer,
 * so that at most one chunk more than the limit is ever held.
 *
 * @param signal ends the reading early, for bodies that a sender drips or never finishes
 * @throws what the stream fails with, and `signal.reason` once aborted
 */
export async function readBoundedText(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  signal: AbortSignal,
): Promise<BoundedText> {
  if (body === null) return { kind: 'text', text: '' };
  signal.throwIfAborted();

  const reader = body.getReader();
  const onAbort = (): void => {
    // A cancelled reader settles its pending read, which ends the loop below.
    void reader.cancel(signal.reason).catch(() => undefined);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const chunks: Uint8Array[] = [];
    let byteCount = 0;
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return decode(chunks, byteCount);
      byteCount += value.byteLength;
      if (byteCount > maxBytes) {
        void reader.cancel().catch(() => undefined);
        return { kind: 'too-large' };
      }
      chunks.push(value);
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(chunks: readonly Uint8Array[], byteCount: number): BoundedText {
  try {
    return { kind: 'text', text: decoder.decode(concatenate(chunks, byteCount)) };
  } catch {
    return { kind: 'not-utf8' };
  }
}

function concatenate(chunks: readonly Uint8Array[], byteCount: number): Uint8Array {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return first;
  const bytes = new Uint8Array(byteCount);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
