import {
  context as activeContext,
  SpanStatusCode,
  type Attributes,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import type { WithSpan } from '../telemetry.ts';
import { withSpanInContext } from './context-keys.ts';
import { errorType } from './exception-attributes.ts';
import { recordThrown } from './record-thrown.ts';

export function createWithSpan(tracer: Tracer): WithSpan {
  return function withSpan<T>(
    name: string,
    attributesOrFn: Attributes | ((span: Span) => T),
    fn?: (span: Span) => T,
  ): T {
    if (typeof attributesOrFn === 'function') return runInSpan(tracer, name, {}, attributesOrFn);
    if (fn === undefined)
      throw new TypeError(`withSpan('${name}'): the last argument must be the function to run`);
    return runInSpan(tracer, name, attributesOrFn, fn);
  };
}

function runInSpan<T>(tracer: Tracer, name: string, attributes: Attributes, fn: (span: Span) => T): T {
  const parent = activeContext.active();
  const span = tracer.startSpan(name, { attributes }, parent);
  return endWith(span, () => activeContext.with(withSpanInContext(parent, span), () => started(fn(span))));
}

/** A lazy thenable (a query builder) starts its work when it is first awaited: that has to be inside the span. */
function started<T>(result: T): T {
  if (result instanceof Promise || !isPromiseLike(result)) return result;
  // safe: a promise for the same value
  return Promise.resolve(result) as T;
}

/**
 * Runs `fn` and ends the span when it has returned, thrown or settled; a failure is recorded and passed on.
 * `describeError` adds what the caller knows of its errors, or says it better (`error.type`).
 */
export function endWith<T>(span: Span, fn: () => T, describeError?: (error: unknown) => Attributes): T {
  let result: T;
  try {
    result = fn();
  } catch (error) {
    endFailed(span, error, describeError);
    throw error;
  }
  if (!isPromiseLike(result)) {
    span.end();
    return result;
  }
  // safe: a promise for the same value, which only adds the end of the span
  return result.then(
    (value) => {
      span.end();
      return value;
    },
    (error: unknown) => {
      endFailed(span, error, describeError);
      throw error;
    },
  ) as T;
}

function endFailed(span: Span, error: unknown, describeError?: (error: unknown) => Attributes): void {
  span.setAttributes({ 'error.type': errorType(error), ...describeError?.(error) });
  recordThrown(span, error);
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
