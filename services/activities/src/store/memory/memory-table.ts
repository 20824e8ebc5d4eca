/** What a row is found by: any number of keys, not necessarily its own alone. */
type KeysOf<Row> = (row: Row) => readonly string[];

/**
 * Rows in the order in which they were written, which is the order of every list of the API, and found by their keys.
 * Rows are never changed and never deleted, so to undo is to cut off the end.
 */
export class MemoryTable<Row, Index extends string> {
  readonly #rows: Row[] = [];
  readonly #indexes: readonly (readonly [Index, KeysOf<Row>])[];
  /** By index and key: where the rows are. */
  readonly #positions = new Map<string, number[]>();

  constructor(indexes: Readonly<Record<Index, KeysOf<Row>>>) {
    // safe: the keys of a record of Index
    this.#indexes = Object.entries(indexes) as [Index, KeysOf<Row>][];
  }

  get length(): number {
    return this.#rows.length;
  }

  append(row: Row): void {
    const position = this.#rows.push(row) - 1;
    for (const place of this.#placesOf(row)) {
      const positions = this.#positions.get(place);
      if (positions === undefined) this.#positions.set(place, [position]);
      else positions.push(position);
    }
  }

  /** Takes back whatever was appended since there were `length` rows. */
  truncate(length: number): void {
    for (const row of this.#rows.splice(length).toReversed()) {
      for (const place of this.#placesOf(row)) {
        const positions = this.#positions.get(place);
        positions?.pop();
        if (positions?.length === 0) this.#positions.delete(place);
      }
    }
  }

  find(index: Index, key: string): Row | undefined {
    const [position] = this.positions(index, key);
    return position === undefined ? undefined : this.#rows[position];
  }

  count(index: Index, key: string): number {
    return this.positions(index, key).length;
  }

  /** Where the rows with this key are; the order of writing. */
  positions(index: Index, key: string): readonly number[] {
    return this.#positions.get(toPlace(index, key)) ?? [];
  }

  /** The row at each of these positions. */
  at(positions: readonly number[]): readonly Row[] {
    return positions.flatMap((position) => this.#rows[position] ?? []);
  }

  /** The rows with this key, the latest written first. */
  *latest(index: Index, key: string): Generator<Row> {
    const positions = this.positions(index, key);
    for (let last = positions.length - 1; last >= 0; last -= 1) {
      yield* this.at(positions.slice(last, last + 1));
    }
  }

  /** All rows, the latest written first. */
  *latestOfAll(): Generator<Row> {
    for (let position = this.#rows.length - 1; position >= 0; position -= 1) yield* this.at([position]);
  }

  #placesOf(row: Row): readonly string[] {
    return this.#indexes.flatMap(([index, keysOf]) => keysOf(row).map((key) => toPlace(index, key)));
  }
}

function toPlace(index: string, key: string): string {
  return `${index} ${key}`;
}
