/** Lower-case hex, not all zero: W3C has no other ids. */
export function isTraceId(id: string): boolean {
  return id.length === 32 && isHex(id);
}

export function isSpanId(id: string): boolean {
  return id.length === 16 && isHex(id);
}

/** Each span asks three times, and a regular expression takes four times as long. */
function isHex(id: string): boolean {
  let isZero = true;
  for (let index = 0; index < id.length; index += 1) {
    const code = id.charCodeAt(index);
    if (code < 0x30 || code > 0x66 || (code > 0x39 && code < 0x61)) return false;
    if (code !== 0x30) isZero = false;
  }
  return !isZero;
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
