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
    return withValue(this, key, value);
  }

  deleteValue(key: symbol): Context {
    return withValue(this, key, undefined);
  }

  /** The chain without its link for `key`, and as long as it has keys: see `withValue`. */
  without(key: symbol): Context {
    if (key === this.#key) return this.#parent;
    const rest = withoutLink(this.#parent, key);
    return rest === this.#parent ? this : new LinkedContext(rest, this.#key, this.#value);
  }
}

/**
 * `parent` with another value. The link that it replaces is left out: a timer that starts itself again inside its own
 * span would otherwise build an endless chain of spans.
 */
export function withValue(parent: Context, key: symbol, value: unknown): Context {
  return new LinkedContext(withoutLink(parent, key), key, value);
}

function withoutLink(context: Context, key: symbol): Context {
  return context instanceof LinkedContext ? context.without(key) : context;
}
