import { describeValue } from '../json/describe-value.ts';
import { OtlpDecodeError, type PathSegment } from './otlp-result.ts';

/**
 * A place in a parsed JSON document that reads typed values by the rules of protobuf's JSON mapping as OTLP narrows them:
 * an absent or null field is its default, 64-bit integers come as numbers or digits, ids as hex.
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export class JsonCursor {
  readonly value: unknown;
  readonly #parent: JsonCursor | undefined;
  readonly #segment: PathSegment;

  constructor(value: unknown, parent?: JsonCursor, segment: PathSegment = '') {
    this.value = value;
    this.#parent = parent;
    this.#segment = segment;
  }

  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  fail(expected: string, found: string = describeValue(this.value)): never {
    throw new OtlpDecodeError(this.#path(), `expected ${expected}, found ${found}`);
  }

  member(name: string): JsonCursor {
    const { value } = this;
    if (value === undefined || value === null) return new JsonCursor(undefined, this, name);
    if (typeof value !== 'object' || Array.isArray(value)) return this.fail('an object');
    // An own property only: `constructor` and the like are inherited by every object.
    return new JsonCursor(Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined, this, name);
  }

  items(): readonly JsonCursor[] {
    if (this.isAbsent) return [];
    if (!Array.isArray(this.value)) return this.fail('an array');
    return this.value.map((item, index) => new JsonCursor(item, this, index));
  }

  text(): string {
    if (this.isAbsent) return '';
    return typeof this.value === 'string' ? this.value : this.fail('a string');
  }

  boolean(): boolean {
    if (this.isAbsent) return false;
    return typeof this.value === 'boolean' ? this.value : this.fail('true or false');
  }

  /** Lower-case hex of `digits` digits; zeros when absent or empty. */
  id(digits: number): string {
    const text = this.text();
    if (text === '') return '0'.repeat(digits);
    if (text.length !== digits) return this.fail(`${digits} hex digits`, String(text.length));
    return /^[0-9a-f]+$/i.test(text) ? text.toLowerCase() : this.fail(`${digits} hex digits`);
  }

  base64(): string {
    const text = this.text().replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
    if (!/^[A-Za-z0-9+/]*$/.test(text) || text.length % 4 === 1) return this.fail('base64');
    return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
  }

  uint32(): number {
    return Number(this.#integer(0n, 0xffff_ffffn, 'a whole number from 0 to 4294967295'));
  }

  enumNumber(): number {
    return Number(
      this.#integer(-0x8000_0000n, 0x7fff_ffffn, 'an enum number (OTLP/JSON does not use enum names)'),
    );
  }

  uint64(): bigint {
    return this.#integer(0n, 0xffff_ffff_ffff_ffffn, 'a whole number of nanoseconds, as digits');
  }

  int64(): bigint {
    return this.#integer(-(2n ** 63n), 2n ** 63n - 1n, 'a 64-bit whole number');
  }

  double(): number {
    const { value } = this;
    if (this.isAbsent) return 0;
    if (typeof value === 'number') return value;
    if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
    if (typeof value === 'string' && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value)) return Number(value);
    return this.fail('a number');
  }

  #integer(min: bigint, max: bigint, expected: string): bigint {
    const { value } = this;
    if (this.isAbsent) return 0n;
    const digits = typeof value === 'string' && /^-?\d{1,20}$/.test(value);
    if (!digits && !(typeof value === 'number' && Number.isInteger(value))) return this.fail(expected);
    const integer = BigInt(value);
    return integer >= min && integer <= max ? integer : this.fail(expected);
  }

  #path(): readonly PathSegment[] {
    return this.#parent === undefined ? [] : [...this.#parent.#path(), this.#segment];
  }
}
