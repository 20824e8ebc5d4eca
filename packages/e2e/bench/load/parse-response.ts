export interface ParsedResponse {
  readonly status: number;
  /** Bytes of the whole response, header and body. */
  readonly length: number;
}

/**
 * Finds the end of the one response in `received`; undefined while it is incomplete.
 * Reads only what the load needs: the status, and the two framings of HTTP/1.1 (RFC 9112 section 6).
 */
export function parseResponse(received: Buffer): ParsedResponse | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = received.toString('latin1', 0, headEnd).toLowerCase();
  const status = Number(head.slice('http/1.1 '.length, 'http/1.1 200'.length));
  const bodyStart = headEnd + 4;

  const at = head.indexOf(contentLength);
  if (at >= 0) {
    const length = bodyStart + Number.parseInt(head.slice(at + contentLength.length), 10);
    return received.length < length ? undefined : { status, length };
  }
  if (head.includes('\r\ntransfer-encoding: chunked')) {
    // With one request in flight nothing can follow the last chunk.
    const isComplete = received.toString('latin1', bodyStart).endsWith('\r\n0\r\n\r\n');
    return isComplete ? { status, length: received.length } : undefined;
  }
  throw new Error(`the load cannot tell where this response ends:\n${head}`);
}

const contentLength = '\r\ncontent-length: ';
