/**
 * Trace and span ids. Trace ids have X-Ray's shape (32-bit epoch seconds, then 96 random bits), which is also a
 * valid W3C trace id whose right-most 56 bits are random (Trace Context Level 2, random flag).
 */
export interface IdGenerator {
  readonly generateTraceId: () => string;
  readonly generateSpanId: () => string;
}

const poolBytes = 4096;
const maxRandomBytesAtOnce = 65_536;
const spanIdHexLength = 16;
const traceIdRandomHexLength = 24;

export function createIdGenerator(nowMs: () => number = Date.now): IdGenerator {
  const bytes = new Uint8Array(Math.min(poolBytes, maxRandomBytesAtOnce));
  let pool = '';
  let position = 0;
  let epochSeconds = -1;
  let epochHex = '';

  const take = (hexLength: number): string => {
    if (position + hexLength > pool.length) {
      // Filled on first use, not at construction: workerd refuses randomness in global scope.
      pool = toHex(crypto.getRandomValues(bytes));
      position = 0;
    }
    const id = pool.slice(position, position + hexLength);
    position += hexLength;
    return id;
  };

  return {
    generateTraceId: () => {
      const seconds = Math.floor(nowMs() / 1000);
      if (seconds !== epochSeconds) {
        epochSeconds = seconds;
        epochHex = (seconds >>> 0).toString(16).padStart(8, '0');
      }
      return epochHex + take(traceIdRandomHexLength);
    },
    generateSpanId: () => {
      const id = take(spanIdHexLength);
      return id === '0000000000000000' ? take(spanIdHexLength) : id;
    },
  };
}

const hexDigits = new TextEncoder().encode('0123456789abcdef');
const asciiDecoder = new TextDecoder();

/** Decoded in one go: put together digit by digit, the pool would be a rope that every id had to be cut out of. */
function toHex(bytes: Uint8Array): string {
  const digits = new Uint8Array(bytes.length * 2);
  for (const [index, byte] of bytes.entries()) {
    digits[2 * index] = hexDigits[byte >> 4] ?? 0;
    digits[2 * index + 1] = hexDigits[byte & 0x0f] ?? 0;
  }
  return asciiDecoder.decode(digits);
}
