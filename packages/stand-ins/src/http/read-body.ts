const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export type BodyResult =
  | { readonly ok: true; readonly text: string; readonly byteLength: number }
  | { readonly ok: false; readonly problem: 'too-large' | 'not-utf-8' | 'not-gzip' };

/** A body that is cut off ends the connection, and the client may never see the answer: so far it is read and thrown away. */
const maxDiscardedBytes = 64 * 1024 * 1024;

/** Reads a request's body as strict UTF-8, unpacked if it says gzip; keeps no more than `maxBytes`. */
export async function readBody(request: Request, maxBytes: number): Promise<BodyResult> {
  const isPacked = request.headers.get('content-encoding') === 'gzip';
  const body = isPacked ? request.body?.pipeThrough(new DecompressionStream('gzip')) : request.body;
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  try {
    for await (const chunk of body ?? []) {
      byteLength += chunk.length;
      if (byteLength > maxDiscardedBytes) break;
      if (byteLength <= maxBytes) chunks.push(chunk);
    }
  } catch (error) {
    if (isPacked && !request.signal.aborted) return { ok: false, problem: 'not-gzip' };
    throw error;
  }
  if (byteLength > maxBytes) return { ok: false, problem: 'too-large' };
  try {
    return { ok: true, text: decoder.decode(concat(chunks, byteLength)), byteLength };
  } catch {
    return { ok: false, problem: 'not-utf-8' };
  }
}

function concat(chunks: readonly Uint8Array[], byteLength: number): Uint8Array {
  const bytes = new Uint8Array(byteLength);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
