/**
 * Trace and span ids. Trace ids have X-Ray's shape (32-bit epoch seconds, then 96 random bits), which is also a
 * valid W3C trace id whose right-most 56 bits are random (Trace Context Level 2, random flag).
 */
export interface IdGenerator {
  readonly generateTraceId: () => string;
  readonly generateSpanId: () => string;
}

const traceIdBytes = 16;
const spanIdHexLength = 16;
const traceIdHexLength = 32;
/** Trace ids bear the time, so what is left of their pool is thrown away every second. */
const traceIdPoolBytes = 64 * traceIdBytes;
const spanIdPoolBytes = 4096;

export function createIdGenerator(nowMs: () => number = Date.now): IdGenerator {
  const traceIdPool = new Uint8Array(traceIdPoolBytes);
  const epochs = new DataView(traceIdPool.buffer);
  const spanIdPool = new Uint8Array(spanIdPoolBytes);
  let traceIds = '';
  let nextTraceId = 0;
  let epochSeconds = -1;
  let spanIds = '';
  let nextSpanId = 0;

  // Both are filled on first use, not at construction: workerd refuses randomness in global scope.
  const fillTraceIds = (seconds: number): void => {
    crypto.getRandomValues(traceIdPool);
    for (let start = 0; start < traceIdPoolBytes; start += traceIdBytes) epochs.setUint32(start, seconds);
    traceIds = toHex(traceIdPool);
    nextTraceId = 0;
    epochSeconds = seconds;
  };

  const generateSpanId = (): string => {
    if (nextSpanId === spanIds.length) {
      spanIds = toHex(crypto.getRandomValues(spanIdPool));
      nextSpanId = 0;
    }
    const id = spanIds.slice(nextSpanId, (nextSpanId += spanIdHexLength));
    return id === '0000000000000000' ? generateSpanId() : id;
  };

  return {
    generateTraceId: () => {
      const seconds = Math.floor(nowMs() / 1000);
      if (seconds !== epochSeconds || nextTraceId === traceIds.length) fillTraceIds(seconds);
      return traceIds.slice(nextTraceId, (nextTraceId += traceIdHexLength));
    },
    generateSpanId,
  };
}

/** The two digits of each byte, as the ASCII codes of both in one number. */
const digitPairs = Uint16Array.from({ length: 256 }, (_, byte) => {
  const [high = 0, low = 0] = new TextEncoder().encode(byte.toString(16).padStart(2, '0'));
  return isLittleEndian() ? (low << 8) | high : (high << 8) | low;
});
const asciiDecoder = new TextDecoder();

/** Decoded in one go: put together digit by digit, the pool would be a rope that every id had to be cut out of. */
function toHex(bytes: Uint8Array): string {
  const digits = new Uint16Array(bytes.length);
  for (let index = 0; index < bytes.length; index += 1) digits[index] = digitPairs[bytes[index] ?? 0] ?? 0;
  return asciiDecoder.decode(digits);
}

function isLittleEndian(): boolean {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
}
