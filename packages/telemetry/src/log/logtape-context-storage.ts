import { context as activeContext, createContextKey } from '@opentelemetry/api';
import type { ContextLocalStorage } from '@logtape/logtape';
import { withValue } from '../trace/linked-context.ts';

const storeKey = createContextKey('cruddur logtape context');

/**
 * LogTape's `withContext` kept in the OpenTelemetry context, so that it needs no AsyncLocalStorage of its own:
 * `configure({ contextLocalStorage: createLogTapeContextStorage(), ... })`.
 */
export function createLogTapeContextStorage(): ContextLocalStorage<Record<string, unknown>> {
  return {
    run: (store, callback) =>
      activeContext.with(withValue(activeContext.active(), storeKey, store), callback),
    // safe: only `run` stores under this key
    getStore: () => activeContext.active().getValue(storeKey) as Record<string, unknown> | undefined,
  };
}
