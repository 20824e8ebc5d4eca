import {
  context,
  propagation,
  trace,
  TraceFlags,
  type Attributes,
  type TextMapPropagator,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { AWSXRayIdGenerator } from '@opentelemetry/id-generator-aws-xray';
import { AWSXRayPropagator } from '@opentelemetry/propagator-aws-xray';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { PropagationFormat } from '../propagation/propagation-settings.ts';
import { createRedactor } from '../redaction/create-redactor.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import type { Sampler } from '../trace/sampler.ts';
import type { SpanLimits } from '../trace/span-limits.ts';
import { redactSpan } from './redact-span.ts';

export interface RegisteredProvider {
  /** Somebody else registered an SDK of its own before: spans made through the global API are that one's. */
  readonly isSecond: boolean;
  readonly unregister: () => Promise<void>;
}

/**
 * Registers the OpenTelemetry SDK for everyone else: third-party instrumentations and spans made through the global
 * API join the same traces (context manager, sampler) and the same sinks (`onEnd`) as the spans of our own tracer.
 */
export function registerProvider(options: {
  readonly resource: Attributes;
  readonly sampler: Sampler;
  readonly limits: SpanLimits;
  readonly formats: ReadonlySet<PropagationFormat>;
  readonly onEnd: (span: FinishedSpan) => void;
  /** @default one without extra keys */
  readonly redactor?: Redactor;
}): RegisteredProvider {
  const { limits, redactor = createRedactor() } = options;
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes(options.resource),
    sampler: {
      // safe: the SDK passes the same arguments and takes the same result; its types only lack `readonly`
      shouldSample: options.sampler.shouldSample.bind(options.sampler) as never,
      toString: () => options.sampler.toString(),
    },
    idGenerator: new AWSXRayIdGenerator(),
    spanLimits: {
      attributeCountLimit: limits.maxAttributes,
      attributeValueLengthLimit: limits.maxAttributeValueLength,
      attributePerEventCountLimit: limits.maxAttributes,
      attributePerLinkCountLimit: limits.maxAttributes,
      eventCountLimit: limits.maxEvents,
      linkCountLimit: limits.maxLinks,
    },
    spanProcessors: [
      {
        onStart: () => undefined,
        onEnd: (span) => {
          if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0)
            options.onEnd(redactSpan(span, redactor, limits.maxAttributeValueLength));
        },
        forceFlush: async () => undefined,
        shutdown: async () => undefined,
      },
    ],
  });
  const contextManager = new AsyncLocalStorageContextManager().enable();
  // One by one, not by `provider.register`: whoever came first keeps the global, and only what is ours is given back.
  const ownsTracer = trace.setGlobalTracerProvider(provider);
  const ownsContext = context.setGlobalContextManager(contextManager);
  const ownsPropagation = propagation.setGlobalPropagator(createGlobalPropagator(options.formats));
  return {
    isSecond: !ownsTracer,
    unregister: async () => {
      await provider.shutdown();
      if (ownsTracer) trace.disable();
      if (ownsContext) context.disable();
      else contextManager.disable();
      if (ownsPropagation) propagation.disable();
    },
  };
}

/** X-Ray first: the last valid extractor wins, and that has to be `traceparent`. */
function createGlobalPropagator(formats: ReadonlySet<PropagationFormat>): TextMapPropagator {
  const propagators: TextMapPropagator[] = [];
  if (formats.has('xray')) propagators.push(new AWSXRayPropagator());
  if (formats.has('tracecontext')) propagators.push(new W3CTraceContextPropagator());
  if (formats.has('baggage')) propagators.push(new W3CBaggagePropagator());
  return new CompositePropagator({ propagators });
}
