/**
 * A secret that cannot be printed by accident: its string, JSON and inspect forms are `[redacted]`.
 * Only `reveal()` gives the value; call it at the edge where the secret leaves the process.
 */
export interface Redacted {
  readonly reveal: () => string;
  readonly toString: () => string;
  readonly toJSON: () => string;
}

const label = '[redacted]';

export function createRedacted(value: string): Redacted {
  const redacted = {
    reveal: () => value,
    toString: () => label,
    toJSON: () => label,
    // Node's util.inspect looks this symbol up, so console.log cannot show the closure either.
    [Symbol.for('nodejs.util.inspect.custom')]: () => label,
  };
  return Object.freeze(redacted);
}
