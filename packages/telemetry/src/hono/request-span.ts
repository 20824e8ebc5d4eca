import { SpanStatusCode, type Span } from '@opentelemetry/api';
import type { Context as HonoContext } from 'hono';
import { toSpanNameMethod } from '../http/method.ts';
import type { Telemetry } from '../telemetry.ts';
import { errorType } from '../trace/exception-attributes.ts';

/**
 * How a request's span is finished, whatever ended it first: the handler, the last byte, or the client going away.
 * It ends once, when both the handler has settled and the response is over.
 */
export class RequestSpan {
  readonly span: Span;
  readonly knownMethod: string;
  /** Set by an inner app's middleware: mount prefix and inner template. */
  mountedRoute: string | undefined;
  readonly #telemetry: Telemetry;
  readonly #context: HonoContext;
  #route: string | undefined;
  #failure: { readonly error: unknown } | undefined;
  #handled = false;
  #over: { readonly status: number | undefined; readonly aborted: boolean } | undefined;
  #bodyError: { readonly error: unknown } | undefined;

  constructor(telemetry: Telemetry, context: HonoContext, span: Span, knownMethod: string) {
    this.#telemetry = telemetry;
    this.#context = context;
    this.span = span;
    this.knownMethod = knownMethod;
  }

  get honoContext(): HonoContext {
    return this.#context;
  }

  /** The handler has returned, or thrown `failure.error`. */
  handled(route: string | undefined, failure: { readonly error: unknown } | undefined): void {
    this.#handled = true;
    this.#route = this.mountedRoute ?? route;
    this.#failure = failure;
    this.#endWhenDone();
  }

  bodyFailed(error: unknown): void {
    this.#bodyError ??= { error };
  }

  /** The last byte has left, or the client went away before it could. */
  responseOver(status: number | undefined, aborted: boolean): void {
    this.#over ??= { status, aborted };
    this.#endWhenDone();
  }

  #endWhenDone(): void {
    if (!this.#handled || this.#over === undefined) return;
    const { span } = this;
    const { status, aborted } = this.#over;
    const route = routeOfApp(span) ?? this.#route;
    if (route !== undefined) {
      span.setAttribute('http.route', route);
      span.updateName(`${toSpanNameMethod(this.knownMethod)} ${route}`);
    }
    if (status !== undefined) span.setAttribute('http.response.status_code', status);
    if (aborted) span.setAttribute('cruddur.response.aborted', true);
    this.#recordOutcome(status, this.#failure ?? this.#bodyError);
    span.end();
  }

  #recordOutcome(status: number | undefined, failure: { readonly error: unknown } | undefined): void {
    const { span } = this;
    // HTTP semantic conventions, "Status": a SERVER span fails with 5xx or without an answer, never with 4xx.
    const failed =
      this.#bodyError !== undefined || (status === undefined ? failure !== undefined : status >= 500);
    if (!failed) return;
    span.setStatus({ code: SpanStatusCode.ERROR });
    if (failure === undefined) {
      span.setAttribute('error.type', String(status));
      return;
    }
    const { error } = failure;
    span.setAttribute('error.type', errorType(error));
    span.recordException(error instanceof Error ? error : String(error));
    this.#telemetry.reportError(error, {
      'http.request.method': this.knownMethod,
      ...(this.#route === undefined ? undefined : { 'http.route': this.#route }),
    });
  }
}

/** A route that the app itself has set on the span wins. */
function routeOfApp(span: Span): string | undefined {
  const attributes: unknown = Reflect.get(span, 'attributes');
  const route: unknown =
    typeof attributes === 'object' && attributes !== null ? Reflect.get(attributes, 'http.route') : undefined;
  return typeof route === 'string' ? route : undefined;
}
