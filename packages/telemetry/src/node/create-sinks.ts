import type { Attributes } from '@opentelemetry/api';
import type { TelemetryConfig } from '../config/telemetry-config.ts';
import { createDropReporter } from '../delivery/drop-reporter.ts';
import type { HttpTransport } from '../delivery/http-transport.ts';
import { defaultRetry } from '../delivery/retry.ts';
import type { Logger } from '../log/logger.ts';
import type { OtlpSettings } from '../otlp/otlp-settings.ts';
import { createOtlpProtobufSink } from '../otlp/protobuf-sink.ts';
import { createSignedTransport } from '../otlp/signed-transport.ts';
import { createOtlpJsonSink } from '../sdk/json-sink.ts';
import type { SpanSink } from '../trace/span-sink.ts';
import { createXRaySink } from '../xray/segment-sink.ts';
import { createSegmentEncoder } from '../xray/segment/segment-encoder.ts';
import type { XRaySettings } from '../xray/xray-settings.ts';
import { createAwsRequestSigner } from './aws-request-signer.ts';
import { createUdpEmitter } from './udp-emitter.ts';

/** What every sink of one process shares. */
export interface SinkSurroundings {
  readonly resource: Attributes;
  readonly post: HttpTransport;
  readonly log: Logger;
  /** Origins that get our trace headers. */
  readonly propagateTo: readonly string[];
}

/** Bound of each sink. */
const maxBufferedBytes = 16 * 1024 * 1024;
/** Well below the 4 to 20 MB that collectors accept. */
const maxBatchBytes = 1024 * 1024;
/** Nothing is gained by larger batches of datagrams, and spans that wait cost memory. */
const maxSegmentDelayMs = 200;

/** The sinks that the config names: none when tracing is disabled. */
export function createSinks(config: TelemetryConfig, surroundings: SinkSurroundings): readonly SpanSink[] {
  const { otlp, xray, batch, disabled } = config;
  if (disabled) return [];
  return [
    ...(otlp === undefined ? [] : [createOtlpSink(otlp, batch, surroundings)]),
    ...(xray === undefined ? [] : [createSegmentSink(xray, batch, surroundings)]),
  ];
}

function createOtlpSink(
  otlp: OtlpSettings,
  batch: TelemetryConfig['batch'],
  { resource, post, log }: SinkSurroundings,
): SpanSink {
  const { protocol, timeoutMs, signing } = otlp;
  const delivery = {
    maxBufferedItems: batch.maxQueueSize,
    maxBufferedBytes,
    maxBatchItems: batch.maxExportBatchSize,
    maxBatchBytes,
    maxDelayMs: batch.scheduleDelayMs,
    attemptTimeoutMs: timeoutMs,
    retry: defaultRetry,
    onDrop: createDropReporter('otlp', log),
  };
  if (protocol === 'http/json') return createOtlpJsonSink(otlp, resource, delivery);
  const transport =
    signing === undefined ? post : createSignedTransport(post, createAwsRequestSigner(signing));
  return createOtlpProtobufSink(otlp, resource, delivery, transport);
}

function createSegmentSink(
  { daemon, annotations, logGroupNames }: XRaySettings,
  batch: TelemetryConfig['batch'],
  { resource, log, propagateTo }: SinkSurroundings,
): SpanSink {
  return createXRaySink({
    encoder: createSegmentEncoder(resource, {
      indexedAttributes: annotations,
      logGroupNames,
      tracedOrigins: new Set(propagateTo),
    }),
    emitter: createUdpEmitter(daemon.udp),
    maxBufferedSpans: batch.maxQueueSize,
    maxBufferedBytes,
    maxDelayMs: Math.min(batch.scheduleDelayMs, maxSegmentDelayMs),
    retry: defaultRetry,
    onDrop: createDropReporter('xray', log),
  });
}
