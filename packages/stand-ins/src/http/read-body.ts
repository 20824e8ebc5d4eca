const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export type BodyResult =
  | { readonly ok: true; readonly text: string; readonly byteLength: number }
  | { readonly ok: false; readonly problem: 'too-large' | 'not-utf-8' | 'not-gzip' };

/** Reads a request's body as strict UTF-8, unpacked if it says gzip; reads no more than `maxBytes`. */
export async function readBody(request: Request, maxBytes: number): Promise<BodyResult> {
  const isPacked = request.headers.get('content-encoding') === 'gzip';
  const body = isPacked ? request.body?.pipeThrough(new DecompressionStream('gzip')) : request.body;
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  try {
    for await (const chunk of body ?? []) {
      byteLength += chunk.length;
      if (byteLength > maxBytes) return { ok: false, problem: 'too-large' };
      chunks.push(chunk);
    }
  } catch (error) {
    if (isPacked && !request.signal.aborted) return { ok: false, problem: 'not-gzip' };
    throw error;
  }
  try {
    return { ok: true, text: decoder.decode(Buffer.concat(chunks)), byteLength };
  } catch {
    return { ok: false, problem: 'not-utf-8' };
  }
}
