import { AsyncLocalStorage } from 'node:async_hooks';
import { ROOT_CONTEXT, type Context, type ContextManager } from '@opentelemetry/api';

/**
 * Keeps the active context across `await`, timers and streams. OpenTelemetry's own manager needs more of Node than
 * workerd has under `nodejs_als`; this one needs `AsyncLocalStorage` alone.
 */
export function createContextManager(): ContextManager {
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (context, fn, thisArg, ...args) => storage.run(context, () => fn.call(thisArg, ...args)),
    bind: (context, target) => {
      if (typeof target !== 'function') return target;
      const fn: (...args: unknown[]) => unknown = target.bind(undefined);
      // safe: takes and gives what `target` does
      return ((...args: unknown[]) => storage.run(context, () => fn(...args))) as typeof target;
    },
    enable: () => manager,
    disable: () => {
      storage.disable?.();
      return manager;
    },
  };
  return manager;
}
