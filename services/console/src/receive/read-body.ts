export type BodyResult =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly status: 400 | 413 | 415; readonly message: string };

const formats = { gzip: 'gzip', deflate: 'deflate' } as const;

/**
 * Reads a request's body, decompressed as its `content-encoding` says, and never holds more than `maxBytes` of it,
 * compressed or not: a small body that would grow beyond is given up while it grows.
 */
export async function readBody(request: Request, maxBytes: number): Promise<BodyResult> {
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip' && encoding !== 'deflate') {
    const message = `content-encoding ${JSON.stringify(encoding)} is not supported: use gzip, deflate or none`;
    return { ok: false, status: 415, message };
  }
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return refuseSize(maxBytes, '');
  if (request.body === null) return { ok: true, bytes: new Uint8Array() };
  const compressed = limitSize(request.body, maxBytes);
  try {
    if (encoding === 'identity') return { ok: true, bytes: await collect(compressed) };
    // The request is not cancelled on failure: the answer has to reach the sender over the same connection.
    const decompressed = compressed.pipeThrough(new DecompressionStream(formats[encoding]), {
      preventCancel: true,
    });
    return { ok: true, bytes: await collect(limitSize(decompressed, maxBytes)) };
  } catch (error) {
    if (error instanceof SizeError)
      return refuseSize(maxBytes, encoding === 'identity' ? '' : ' decompressed');
    const reason = error instanceof Error ? error.message : String(error);
    const subject = encoding === 'identity' ? 'the body' : `the body as ${encoding}`;
    return { ok: false, status: 400, message: `could not read ${subject}: ${reason}` };
  }
}

class SizeError extends Error {}

function refuseSize(maxBytes: number, state: string): BodyResult {
  const message = `the body is larger than ${maxBytes} bytes${state}: send fewer spans in a request`;
  return { ok: false, status: 413, message };
}

function limitSize(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  maxBytes: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  return stream.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (chunk, controller) => {
        bytes += chunk.byteLength;
        if (bytes > maxBytes) throw new SizeError();
        controller.enqueue(chunk);
      },
    }),
    { preventCancel: true },
  );
}

async function collect(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
