import type { Attributes, Span, Tracer } from '@opentelemetry/api';
import type { ReportError, ReportMessage } from './errors/report-errors.ts';
import type { Logger } from './log/logger.ts';
import type { RequestLog } from './log/request-log.ts';
import type { DeliveryStatistics } from './delivery/delivery.ts';
import type { PropagationSettings } from './propagation/propagation-settings.ts';

/** Options of the traced `fetch` beyond the standard ones. */
export interface TracedRequestInit extends RequestInit {
  /** Low-cardinality form of the path (`/api/activities/:id`); becomes `url.template` and part of the span name. */
  readonly urlTemplate?: string;
  /** Which attempt this is after the first; becomes `http.request.resend_count`. */
  readonly resendCount?: number;
}

export type TracedFetch = (input: string | URL | Request, init?: TracedRequestInit) => Promise<Response>;

/**
 * Runs `fn` inside a new INTERNAL span and ends it when `fn` has returned or settled.
 * A throw or rejection marks the span as failed and is passed on. There is no begin/end pair on purpose:
 * a span that nobody ends is a bug that this shape rules out.
 */
export interface WithSpan {
  <T>(name: string, fn: (span: Span) => T): T;
  <T>(name: string, attributes: Attributes, fn: (span: Span) => T): T;
}

/** What happened to everything this process accepted for delivery, per sink. Conservation: accepted = delivered + dropped + buffered. */
export interface TelemetryHealth {
  readonly sinks: readonly (DeliveryStatistics & { readonly sink: string; readonly endpoint: string })[];
  /** Spans started and not yet ended. */
  readonly openSpans: number;
}

/** The one object that a service passes around: tracing, logs and errors under one service name. */
export interface Telemetry extends AsyncDisposable {
  readonly serviceName: string;
  readonly tracer: Tracer;
  readonly log: Logger;
  /** Where the middleware tells of each request that is over; undefined when nobody wants to know. */
  readonly requestLog: RequestLog | undefined;
  /** `fetch` with a CLIENT span per call and the trace headers injected towards the allowed origins. */
  readonly fetch: TracedFetch;
  readonly withSpan: WithSpan;
  readonly propagation: PropagationSettings;
  /** Whether forwarded-for headers are believed. */
  readonly trustProxy: boolean;
  /**
   * Reports an error that no caller will see: a log line with the ids of the active trace and, where Rollbar is
   * configured, an occurrence there, of which it returns uuid, URL and links; undefined when nothing is reported.
   */
  readonly reportError: ReportError;
  /** Reports a text in the same way, of level `warning` unless said otherwise. */
  readonly reportMessage: ReportMessage;
  readonly health: () => TelemetryHealth;
  /** Sends what is buffered; settles when done or when `timeoutMs` has passed. Never rejects. */
  readonly flush: (timeoutMs: number) => Promise<void>;
  /** Flushes, then releases every socket and timer. What could not be sent in time is counted as dropped. Never rejects. */
  readonly shutdown: (timeoutMs: number) => Promise<void>;
}
