const initialBytes = 64 * 1024;
const maxVarint32Bytes = 5;
/** Below this a loop is faster than the call of `TypedArray.set`. */
const maxLoopedBytes = 96;
/** A length that is not known yet gets this much room: a padded varint that can say up to 2^28 - 1. */
const reservedLengthBytes = 4;
const maxReservedLength = 2 ** 28 - 1;

/**
 * Appends protobuf fields to one growing buffer. Nested messages are written in place: their length is a padded varint
 * that is filled in when the message is complete, so nothing is encoded twice or copied.
 */
export class ProtobufWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #position = 0;
  #spare: Uint8Array<ArrayBuffer> | undefined;
  readonly #text = new TextEncoder();
  /** Up to 127 bytes, and the four of one more character. */
  readonly #short: Uint8Array<ArrayBuffer> = new Uint8Array(132);

  constructor(capacity: number = initialBytes) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#position;
  }

  /** Forgets everything written after `length`. */
  truncate(length: number): void {
    this.#position = length;
  }

  /** A copy of what was written. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#position);
  }

  /**
   * Hands over what was written and goes on with only the first `keep` bytes of it. A well filled buffer is given away
   * as it is; of a nearly empty one a copy, so that a waiting batch holds little more memory than it counts.
   */
  detach(keep: number): Uint8Array<ArrayBuffer> {
    if (this.#position < this.#bytes.length / 2) {
      const copy = this.finish();
      this.#position = keep;
      return copy;
    }
    const written = this.#bytes.subarray(0, this.#position);
    const next = this.#spare ?? new Uint8Array(this.#bytes.length);
    this.#spare = undefined;
    next.set(this.#bytes.subarray(0, keep));
    this.#use(next, keep);
    return written;
  }

  /** Takes memory back that `detach` gave away and that nobody reads any more. */
  recycle(written: Uint8Array<ArrayBuffer>): void {
    if (written.buffer.byteLength >= this.#bytes.length) this.#spare = new Uint8Array(written.buffer);
  }

  /** `tag` is `(field << 3) | wireType`, below 128 for every field of OTLP that we write. */
  tag(tag: number): void {
    this.#reserve(1);
    this.#bytes[this.#position++] = tag;
  }

  varint(value: number): void {
    this.#reserve(maxVarint32Bytes);
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.#bytes[this.#position++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#position++] = rest;
  }

  /** A whole number up to 2^53, negative ones as 64-bit two's complement (protobuf `int64`). */
  int64(value: number): void {
    if (value >= 0 && value <= 0xffff_ffff) return this.varint(value);
    this.#reserve(10);
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest > 0x7fn) {
      this.#bytes[this.#position++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#position++] = Number(rest);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#position, value, true);
    this.#position += 8;
  }

  fixed32(value: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.#position, value, true);
    this.#position += 4;
  }

  /** `fixed64` of seconds and nanoseconds as nanoseconds: two 32-bit halves, without a BigInt. */
  nanoseconds(seconds: number, nanos: number): void {
    this.#reserve(8);
    const highSeconds = Math.floor(seconds / 65_536);
    const low = (seconds - highSeconds * 65_536) * 1e9 + nanos;
    // seconds * 1e9 = highSeconds * 1e9 * 2^16 + low; both products stay below 2^53.
    const middle = highSeconds * 1e9;
    const middleHigh = Math.floor(middle / 65_536);
    const sum = (middle - middleHigh * 65_536) * 65_536 + low;
    const carry = Math.floor(sum / 4_294_967_296);
    this.#view.setUint32(this.#position, sum - carry * 4_294_967_296, true);
    this.#view.setUint32(this.#position + 4, middleHigh + carry, true);
    this.#position += 8;
  }

  raw(bytes: Uint8Array): void {
    const { length } = bytes;
    this.#reserve(length);
    if (length > maxLoopedBytes) {
      this.#bytes.set(bytes, this.#position);
      this.#position += length;
      return;
    }
    const target = this.#bytes;
    let position = this.#position;
    for (let index = 0; index < length; index += 1) target[position++] = bytes[index] ?? 0;
    this.#position = position;
  }

  /** Length-prefixed UTF-8. */
  string(text: string): void {
    const written = this.#encodeShort(text);
    if (written < 128) {
      this.#reserve(1 + written);
      this.#bytes[this.#position++] = written;
      this.#copyShort(written);
      return;
    }
    const start = this.beginMessage();
    this.#reserve(text.length * 3);
    this.#position += this.#text.encodeInto(text, this.#bytes.subarray(this.#position)).written;
    this.endMessage(start);
  }

  /** A KeyValue of a text in one go. False, and nothing written, when it is too long for that. */
  shortTextPair(key: string, value: string): boolean {
    const start = this.#position;
    this.#reserve(3);
    // The length of the pair comes first and is known last.
    this.#position += 1;
    this.tag(0x0a);
    this.string(key);
    const valueLength = this.#encodeShort(value);
    const pairLength = this.#position - start + 3 + valueLength;
    if (pairLength > 0x7f) {
      this.#position = start;
      return false;
    }
    this.#reserve(4 + valueLength);
    const bytes = this.#bytes;
    bytes[this.#position++] = 0x12;
    bytes[this.#position++] = valueLength + 2;
    bytes[this.#position++] = 0x0a;
    bytes[this.#position++] = valueLength;
    this.#copyShort(valueLength);
    bytes[start] = pairLength;
    return true;
  }

  /** Length-prefixed bytes given as hex digits (trace and span ids). */
  hex(digits: string): void {
    const written = this.#encodeShort(digits);
    this.#reserve(1 + written);
    const bytes = this.#bytes;
    const ascii = this.#short;
    let position = this.#position;
    bytes[position++] = written >> 1;
    for (let index = 0; index < written; index += 2) {
      bytes[position++] = (hexValue(ascii[index] ?? 0) << 4) | hexValue(ascii[index + 1] ?? 0);
    }
    this.#position = position;
  }

  /** Like `endMessage`, but moves a short message up against its tag, so that its length takes one byte, not four. */
  endShortMessage(start: number): void {
    const length = this.#position - start;
    if (length > 0x7f) return this.endMessage(start);
    this.#bytes.copyWithin(start - 3, start, this.#position);
    this.#bytes[start - 4] = length;
    this.#position -= 3;
  }

  /** Leaves room for a length; give the result to `endMessage`. */
  beginMessage(): number {
    this.#reserve(reservedLengthBytes);
    this.#position += reservedLengthBytes;
    return this.#position;
  }

  endMessage(start: number): void {
    const length = this.#position - start;
    if (length > maxReservedLength)
      throw new RangeError(`a message of ${length} bytes is too long to encode`);
    this.#bytes[start - 4] = (length & 0x7f) | 0x80;
    this.#bytes[start - 3] = ((length >>> 7) & 0x7f) | 0x80;
    this.#bytes[start - 2] = ((length >>> 14) & 0x7f) | 0x80;
    this.#bytes[start - 1] = (length >>> 21) & 0x7f;
  }

  /**
   * Gives the number of bytes, at least 128 for a text that may not be complete. Reading a text character by character
   * is slow where texts of every inner form come by (constants, slices, concatenations).
   */
  #encodeShort(text: string): number {
    return this.#text.encodeInto(text, this.#short).written;
  }

  #copyShort(length: number): void {
    const bytes = this.#bytes;
    const short = this.#short;
    const position = this.#position;
    for (let index = 0; index < length; index += 1) bytes[position + index] = short[index] ?? 0;
    this.#position = position + length;
  }

  #reserve(bytes: number): void {
    const needed = this.#position + bytes;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#use(grown, this.#position);
  }

  #use(bytes: Uint8Array<ArrayBuffer>, position: number): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
    this.#position = position;
  }
}

/** Of the ASCII code of a hexadecimal digit: in those of letters the low bits count from one, and bit 6 is set. */
function hexValue(code: number): number {
  return (code & 0x0f) + (code >> 6) * 9;
}
