import type { Context } from '@opentelemetry/api';

/**
 * One value on top of another context. The API's own context copies a Map on every `setValue`;
 * a request sets two values and reads them a few times, so a chain of two is cheaper by far.
 */
class LinkedContext implements Context {
  readonly #parent: Context;
  readonly #key: symbol;
  readonly #value: unknown;

  constructor(parent: Context, key: symbol, value: unknown) {
    this.#parent = parent;
    this.#key = key;
    this.#value = value;
  }

  getValue(key: symbol): unknown {
    return key === this.#key ? this.#value : this.#parent.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return new LinkedContext(this, key, value);
  }

  deleteValue(key: symbol): Context {
    return new LinkedContext(this, key, undefined);
  }
}

export function withValue(parent: Context, key: symbol, value: unknown): Context {
  return new LinkedContext(parent, key, value);
}
