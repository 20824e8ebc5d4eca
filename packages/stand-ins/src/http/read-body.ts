const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export type BodyResult =
  | { readonly ok: true; readonly text: string; readonly byteLength: number }
  | { readonly ok: false; readonly problem: 'too-large' | 'not-utf-8' };

/** Reads a request's body as strict UTF-8, unpacked if it says gzip; stops at `maxBytes` of either. */
export async function readBody(request: Request, maxBytes: number): Promise<BodyResult> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes)
    return { ok: false, problem: 'too-large' };
  const body =
    request.headers.get('content-encoding') === 'gzip'
      ? request.body?.pipeThrough(new DecompressionStream('gzip'))
      : request.body;
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  for await (const chunk of body ?? []) {
    byteLength += chunk.length;
    if (byteLength > maxBytes) return { ok: false, problem: 'too-large' };
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(byteLength);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  try {
    return { ok: true, text: decoder.decode(bytes), byteLength };
  } catch {
    return { ok: false, problem: 'not-utf-8' };
  }
}
