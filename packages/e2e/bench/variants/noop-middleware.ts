import { startBare } from './bare.ts';
import type { Variant } from './variant.ts';

/** What any Hono middleware costs before it does anything: it takes the request off the synchronous path. */
export function startNoopMiddleware(): Variant {
  return { ...startBare(), middleware: (_context, next) => next() };
}
