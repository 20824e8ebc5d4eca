import type { MiddlewareHandler } from 'hono';

/** Every way of tracing the same two services that the benchmark compares; `bare` is the measure of the others. */
export const variantNames = ['bare', 'noop-middleware', 'cruddur', 'hono-otel'] as const;

export type VariantName = (typeof variantNames)[number];

export interface VariantOptions {
  readonly serviceName: string;
  /** Base URL of the sink for this process; the OTLP path `/v1/traces` is appended to it. */
  readonly otlpEndpoint: string;
  /** Origins towards which trace headers are sent. */
  readonly upstreamOrigins: readonly string[];
}

/** What a service takes from its telemetry: the same few lines that a user of each library writes. */
export interface Variant {
  /** Absent where there is nothing to install: an app without middleware is answered on Hono's synchronous path. */
  readonly middleware?: MiddlewareHandler;
  readonly fetch: (url: string) => Promise<Response>;
  /** Exports everything that has ended. */
  readonly flush: () => Promise<void>;
  /** Flushes and releases what is held; nothing may be lost. */
  readonly stop: () => Promise<void>;
}

export type StartVariant = (options: VariantOptions) => Variant;

const loaders: Readonly<Record<VariantName, () => Promise<StartVariant>>> = {
  bare: async () => (await import('./bare.ts')).startBare,
  'noop-middleware': async () => (await import('./noop-middleware.ts')).startNoopMiddleware,
  cruddur: async () => (await import('./cruddur.ts')).startCruddur,
  'hono-otel': async () => (await import('./hono-otel.ts')).startHonoOtel,
};

/** Loads only the chosen variant, so that no other one's modules or patches are in the process. */
export function loadVariant(name: VariantName): Promise<StartVariant> {
  return loaders[name]();
}
