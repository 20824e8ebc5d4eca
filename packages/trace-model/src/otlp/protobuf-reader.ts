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
  #field: string | undefined;
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

  /** Refuses the field being read, or the one at `segments` below the present message. */
  fail(message: string, segments: readonly PathSegment[] = []): never {
    this.#failAt(this.#position, message, segments);
  }

  /** Reads a tag; its wire type holds for the next read or skip. */
  readFieldNumber(): number {
    const start = this.#position;
    this.#field = undefined;
    this.#readVarint();
    const number = this.#low >>> 3;
    this.#wireType = this.#low & 7;
    if (this.#high !== 0 || number === 0)
      this.#failAt(start, 'not a field tag; is this an OTLP protobuf message?');
    return number;
  }

  /**
   * Reads the embedded message `name` (`index` where it is repeated) and hands each of its fields to `readField`, which
   * answers false to one it does not know.
   */
  readMessage(name: string, index: number | undefined, readField: (field: number) => boolean): void {
    const outerPathLength = this.#path.length;
    this.#path.push(name);
    if (index !== undefined) this.#path.push(index);
    const length = this.#readLength();
    const outerEnd = this.#end;
    this.#end = this.#position + length;
    while (!this.atEnd) {
      if (!readField(this.readFieldNumber())) this.skip();
    }
    this.#end = outerEnd;
    this.#path.length = outerPathLength;
    this.#field = undefined;
  }

  readText(field: string): string {
    this.#field = field;
    const slice = this.#readSlice();
    return toShortAscii(slice) ?? textDecoder.decode(slice);
  }

  readBase64(field: string): string {
    this.#field = field;
    const slice = this.#readSlice();
    let binary = '';
    for (const byte of slice) binary += String.fromCharCode(byte);
    return btoa(binary);
  }

  /** Bytes as lower-case hex. */
  readHex(field: string): string {
    this.#field = field;
    const slice = this.#readSlice();
    let hex = '';
    for (const byte of slice) hex += hexDigits[byte] ?? '';
    return hex;
  }

  readUint32(field: string): number {
    this.#field = field;
    this.#expectWireType(0);
    this.#readVarint();
    return this.#low;
  }

  readBoolean(field: string): boolean {
    this.#field = field;
    this.#expectWireType(0);
    this.#readVarint();
    return this.#low !== 0 || this.#high !== 0;
  }

  readInt64(field: string): bigint {
    this.#field = field;
    this.#expectWireType(0);
    this.#readVarint();
    return (BigInt(this.#high | 0) << 32n) | BigInt(this.#low);
  }

  readFixed32(field: string): number {
    this.#field = field;
    this.#expectWireType(5);
    return this.#view.getUint32(this.#advance(4), true);
  }

  readFixed64(field: string): bigint {
    this.#field = field;
    this.#expectWireType(1);
    return this.#view.getBigUint64(this.#advance(8), true);
  }

  readDouble(field: string): number {
    this.#field = field;
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
      this.#failAt(start, `truncated: a length that exceeds the ${left} bytes left in its message`);
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
    this.#failAt(start, 'a varint longer than 10 bytes');
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

  #failAt(position: number, message: string, segments: readonly PathSegment[] = []): never {
    const field = this.#field === undefined ? [] : [this.#field];
    throw new OtlpDecodeError([...this.#path, ...field, ...segments], `byte ${position}: ${message}`);
  }

  #describeWireType(wireType: number): string {
    return `${wireType} (${wireTypeNames[wireType] ?? 'undefined'})`;
  }
}

const maxShortLength = 40;

/** Most texts are short and ASCII, for which starting the decoder costs more than the work. */
function toShortAscii(bytes: Uint8Array): string | undefined {
  if (bytes.length > maxShortLength) return undefined;
  let text = '';
  for (const byte of bytes) {
    if (byte > 0x7f) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}
