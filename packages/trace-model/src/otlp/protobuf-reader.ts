import { OtlpDecodeError, type PathSegment } from './otlp-result.ts';

const wireTypeNames = ['varint', '64-bit', 'length-delimited', 'group start', 'group end', '32-bit'];
const textDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * A cursor over protobuf's wire format that refuses bad input with an `OtlpDecodeError` naming byte offset and field path.
 * Every read moves forward and stays inside the message it is in, so decoding is linear in the input.
 * https://protobuf.dev/programming-guides/encoding/
 */
export class ProtobufReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #path: PathSegment[] = [];
  #position = 0;
  #end: number;
  #wireType = 0;
  #low = 0;
  #high = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#end = bytes.byteLength;
  }

  get atEnd(): boolean {
    return this.#position >= this.#end;
  }

  fail(message: string, position: number = this.#position): never {
    throw new OtlpDecodeError(this.#path, `byte ${position}: ${message}`);
  }

  /** Reads a tag; its wire type holds for the next read or skip. */
  readFieldNumber(): number {
    const start = this.#position;
    this.#readVarint();
    const number = this.#low >>> 3;
    this.#wireType = this.#low & 7;
    if (this.#high !== 0 || number === 0)
      this.fail('not a field tag; is this an OTLP protobuf message?', start);
    return number;
  }

  /** Confines the reader to an embedded message and hands each of its fields to `readField`; false means unknown. */
  readMessage(readField: (field: number) => boolean): void {
    const length = this.#readLength();
    const outerEnd = this.#end;
    this.#end = this.#position + length;
    while (!this.atEnd) {
      if (!readField(this.readFieldNumber())) this.skip();
    }
    this.#end = outerEnd;
  }

  /** Runs `read` with `segments` added to the path. After a failure the path stays: it is the one to report. */
  at<T>(segments: readonly PathSegment[], read: () => T): T {
    this.#path.push(...segments);
    const result = read();
    this.#path.length -= segments.length;
    return result;
  }

  readText(): string {
    return textDecoder.decode(this.#readSlice());
  }

  readBase64(): string {
    const slice = this.#readSlice();
    let binary = '';
    for (const byte of slice) binary += String.fromCharCode(byte);
    return btoa(binary);
  }

  /** Lower-case hex. */
  readHex(): string {
    const slice = this.#readSlice();
    let hex = '';
    for (const byte of slice) hex += hexDigits[byte] ?? '';
    return hex;
  }

  readUint32(): number {
    this.#expectWireType(0);
    this.#readVarint();
    return this.#low;
  }

  readBoolean(): boolean {
    this.#expectWireType(0);
    this.#readVarint();
    return this.#low !== 0 || this.#high !== 0;
  }

  readInt64(): bigint {
    this.#expectWireType(0);
    this.#readVarint();
    return (BigInt(this.#high | 0) << 32n) | BigInt(this.#low);
  }

  readFixed32(): number {
    this.#expectWireType(5);
    return this.#view.getUint32(this.#advance(4), true);
  }

  readFixed64(): bigint {
    this.#expectWireType(1);
    return this.#view.getBigUint64(this.#advance(8), true);
  }

  readDouble(): number {
    this.#expectWireType(1);
    return this.#view.getFloat64(this.#advance(8), true);
  }

  /** Passes over the value of a field that the decoder does not know. */
  skip(): void {
    switch (this.#wireType) {
      case 0:
        this.#readVarint();
        break;
      case 1:
        this.#advance(8);
        break;
      case 2:
        this.#readSlice();
        break;
      case 5:
        this.#advance(4);
        break;
      default:
        this.fail(`unsupported wire type ${this.#describeWireType(this.#wireType)}`);
    }
  }

  #readSlice(): Uint8Array {
    const length = this.#readLength();
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  #readLength(): number {
    this.#expectWireType(2);
    const start = this.#position;
    this.#readVarint();
    const left = this.#end - this.#position;
    if (this.#high !== 0 || this.#low > left) {
      this.fail(`truncated: a length that exceeds the ${left} bytes left in its message`, start);
    }
    return this.#low;
  }

  /** Sets `#low` and `#high` to the two unsigned halves of the 64-bit value. */
  #readVarint(): void {
    const start = this.#position;
    this.#low = 0;
    this.#high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#bytes[this.#advance(1)] ?? 0;
      const bits = byte & 0x7f;
      if (shift < 28) this.#low |= bits << shift;
      else if (shift === 28) {
        this.#low |= bits << 28;
        this.#high = bits >>> 4;
      } else this.#high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.#low >>>= 0;
        this.#high >>>= 0;
        return;
      }
    }
    this.fail('a varint longer than 10 bytes', start);
  }

  #advance(length: number): number {
    const start = this.#position;
    const left = this.#end - start;
    if (length > left) this.fail(`truncated: ${length} bytes needed, ${left} left`);
    this.#position = start + length;
    return start;
  }

  #expectWireType(expected: number): void {
    if (this.#wireType === expected) return;
    const names = [expected, this.#wireType].map((wireType) => this.#describeWireType(wireType));
    this.fail(`expected wire type ${names.join(', found ')}`);
  }

  #describeWireType(wireType: number): string {
    return `${wireType} (${wireTypeNames[wireType] ?? 'undefined'})`;
  }
}
