// Rounded up from heap snapshots of Node 24, like the figures in `span-size.ts`.
const entryBytes = 48;
const scalarBytes = 16;
const textBytes = 24;

export interface DocumentSize {
  /** About how much memory it holds. */
  readonly bytes: number;
  /** Objects and arrays inside each other; 0 for a scalar. */
  readonly depth: number;
}

/** Measures a parsed JSON document. */
export function measureDocument(document: unknown): DocumentSize {
  let bytes = 0;
  let depth = 0;
  const pending: { readonly value: unknown; readonly level: number }[] = [{ value: document, level: 0 }];
  // A list that grows instead of recursion: a document may nest deeper than the call stack.
  for (const { value, level } of pending) {
    if (typeof value === 'string') bytes += textBytes + 2 * value.length;
    else if (typeof value !== 'object' || value === null) bytes += scalarBytes;
    else {
      bytes += entryBytes;
      depth = Math.max(depth, level + 1);
      for (const [key, member] of Object.entries(value)) {
        bytes += entryBytes + textBytes + 2 * key.length;
        pending.push({ value: member, level: level + 1 });
      }
    }
  }
  return { bytes, depth };
}
