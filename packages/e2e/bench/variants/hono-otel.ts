import { httpInstrumentationMiddleware } from '@hono/otel';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Variant, VariantOptions } from './variant.ts';

/**
 * The closest peer as a careful user sets it up: SERVER spans by `@hono/otel`, CLIENT spans and headers by the undici
 * instrumentation, the SDK's defaults for batches, sampling (all), context and propagation (W3C and baggage).
 */
export function startHonoOtel({ serviceName, otlpEndpoint }: VariantOptions): Variant {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${otlpEndpoint}/v1/traces` }))],
  });
  provider.register();
  const disableInstrumentations = registerInstrumentations({
    instrumentations: [new UndiciInstrumentation()],
    tracerProvider: provider,
  });
  return {
    middleware: httpInstrumentationMiddleware(),
    fetch: (url) => fetch(url),
    flush: () => provider.forceFlush(),
    stop: async () => {
      disableInstrumentations();
      await provider.shutdown();
    },
  };
}
