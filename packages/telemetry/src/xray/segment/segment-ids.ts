/** The form of X-Ray: version, 8 hex, 24 hex. Takes the 32 hex of W3C. */
export function toXRayTraceId(traceId: string): string {
  return `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;
}

const traceIdPattern = /^[0-9a-f]{32}$/;
const spanIdPattern = /^[0-9a-f]{16}$/;

const zeroTraceId = '0'.repeat(32);
const zeroSpanId = '0'.repeat(16);

export function isTraceId(id: string): boolean {
  return traceIdPattern.test(id) && id !== zeroTraceId;
}

export function isSpanId(id: string): boolean {
  return spanIdPattern.test(id) && id !== zeroSpanId;
}

/**
 * Another id of 16 hex, always the same for one span id and purpose, so that a document which is sent twice overwrites
 * itself. A permutation (four Feistel rounds): different spans never get the same one.
 */
export function deriveId(spanId: string, purpose: number): string {
  let left = Number.parseInt(spanId.slice(0, 8), 16) | 0;
  let right = Number.parseInt(spanId.slice(8), 16) | 0;
  for (let round = 1; round <= 4; round += 1) {
    const mixed = left ^ mix(right ^ Math.imul(purpose + 1, 0x9e37_79b9) ^ Math.imul(round, 0x85eb_ca6b));
    left = right;
    right = mixed;
  }
  // No id may be all zeros.
  return left === 0 && right === 0 ? '0000000000000001' : toHex(left) + toHex(right);
}

/** The finalizer of MurmurHash3. */
function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return mixed ^ (mixed >>> 16);
}

function toHex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
