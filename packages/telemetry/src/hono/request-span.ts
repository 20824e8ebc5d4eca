import {
  context as activeContext,
  SpanStatusCode,
  type Attributes,
  type AttributeValue,
  type Context,
  type Span,
} from '@opentelemetry/api';
import type { Context as HonoContext } from 'hono';
import { toSpanNameMethod } from '../http/method.ts';
import type { Person } from '../errors/person.ts';
import { withReportedRequest } from '../errors/reported-request.ts';
import type { Breadcrumbs } from '../log/breadcrumbs.ts';
import type { HeldLines } from '../log/held-lines.ts';
import type { RequestLog } from '../log/request-log.ts';
import type { RequestFacts, RequestScope } from '../log/request-scope.ts';
import type { Telemetry } from '../telemetry.ts';
import { withSpanInContext } from '../trace/context-keys.ts';
import { errorType } from '../trace/exception-attributes.ts';
import { LeanSpan } from '../trace/lean-span.ts';
import { recordThrown } from '../trace/record-thrown.ts';
import { matchedRoute } from './matched-route.ts';
import { toRequestFacts } from './request-facts.ts';
import { routeEnding } from './route-ending.ts';
import type { ServerAttributes } from './server-attributes.ts';

/** How a response ended. Without `status` nothing of it was sent, as far as can be known. */
interface ResponseEnd {
  readonly status: number | undefined;
  /** The client went away before the last byte. */
  readonly aborted: boolean;
}

/** Where a request's span comes from: started by the middleware, or by an instrumentation that also ends it. */
type SpanOwner = 'middleware' | 'instrumentation';

/**
 * How a request's span is finished, whatever ended it first: the handler, the last byte, or the client going away.
 * It ends once, when both the handler has settled and the response is over.
 */
export class RequestSpan implements RequestScope {
  readonly span: Span;
  held: HeldLines | undefined;
  breadcrumbs: Breadcrumbs | undefined;
  person: Person | undefined;
  warnings = 0;
  errors = 0;
  /** Let go at the end: promises of a finished `fetch` hold this object, and must not hold the whole request by it. */
  honoContext: HonoContext | undefined;
  readonly #telemetry: Telemetry;
  readonly #base: Context;
  readonly #knownMethod: string;
  #route: string | undefined;
  #mountedRoute: string | undefined;
  #failures: unknown[] | undefined;
  #bodyBroken = false;
  #handled = false;
  #over: ResponseEnd | undefined;
  #ended = false;
  /** The request that this one is a step of. Let go of at the end, as `honoContext` is. */
  #outer: RequestScope | undefined;
  /** Undefined for a step of another request: that one's event is enough. */
  readonly #requestLog: RequestLog | undefined;
  /** What the request's event needs and a span that is not recorded does not keep. */
  readonly #unrecorded: Attributes | undefined;
  readonly #startedMs: number;
  readonly #owner: SpanOwner;

  constructor(
    telemetry: Telemetry,
    c: HonoContext,
    base: Context,
    span: Span,
    knownMethod: string,
    start: ServerAttributes,
    outer: RequestScope | undefined,
    owner: SpanOwner = 'middleware',
  ) {
    this.#owner = owner;
    this.#outer = outer;
    this.breadcrumbs = outer?.breadcrumbs;
    this.person = outer?.person;
    this.#requestLog = outer === undefined ? telemetry.requestLog : undefined;
    const isLogged = this.#requestLog !== undefined;
    this.#startedMs = isLogged ? performance.now() : 0;
    this.#unrecorded =
      isLogged && !span.isRecording()
        ? { ...start.attributeTemplate.attributes, ...start.attributes }
        : undefined;
    this.#telemetry = telemetry;
    this.#base = base;
    this.#knownMethod = knownMethod;
    this.honoContext = c;
    this.span = span;
  }

  route(): string | undefined {
    const { honoContext } = this;
    if (this.#mountedRoute !== undefined || honoContext === undefined)
      return this.#mountedRoute ?? this.#route;
    return matchedRoute(honoContext, undefined);
  }

  isOver(): boolean {
    return this.#ended;
  }

  facts(): RequestFacts | undefined {
    const { honoContext } = this;
    return honoContext && toRequestFacts(honoContext, this.#over?.status, this.#telemetry.trustProxy);
  }

  /** An inner app knows better: mount prefix and inner template. */
  mounted(route: string): void {
    this.#mountedRoute = route;
  }

  /** Something was thrown on the way, whatever answer was made of it; the first one counts as the cause. */
  failed(error: unknown): void {
    if (this.#failures === undefined) this.#failures = [error];
    else if (!this.#failures.includes(error)) this.#failures.push(error);
  }

  bodyFailed(error: unknown): void {
    this.#bodyBroken = true;
    this.failed(error);
  }

  /** The handler has returned or thrown. */
  handled(route: string | undefined): void {
    this.#handled = true;
    this.#route = this.#mountedRoute ?? route;
    this.#endWhenDone();
  }

  /** The last byte has left, or the client went away before it could. */
  responseOver(status: number | undefined, aborted: boolean): void {
    this.#over ??= { status, aborted };
    this.#endWhenDone();
  }

  #endWhenDone(): void {
    if (this.#ended || !this.#handled || this.#over === undefined) return;
    this.#ended = true;
    const { span } = this;
    const { status, aborted } = this.#over;
    let route: string | undefined;
    let failure: unknown;
    try {
      route = this.#nameSpan(status);
      if (aborted) this.#set('cruddur.response.aborted', true);
      failure = this.#recordOutcome(this.#over, route);
    } finally {
      if (this.#outer !== undefined) this.#tell(this.#outer);
      this.held?.discard();
      this.#outer = undefined;
      this.honoContext = undefined;
      this.breadcrumbs = undefined;
      if (this.#owner === 'middleware') span.end();
    }
    if (this.#requestLog !== undefined) this.#log(this.#requestLog, route, failure);
  }

  /** Lines of a step count for the whole, and lead to its failure as its own do. */
  #tell(outer: RequestScope): void {
    outer.warnings += this.warnings;
    outer.errors += this.errors;
    // Nobody would let go of what is held for a request that has ended.
    if (this.held === undefined || outer.isOver()) return;
    if (outer.held !== undefined) this.held.moveTo(outer.held);
    else {
      outer.held = this.held;
      this.held = undefined;
    }
  }

  /** A route that the app itself has set on the span wins. */
  #nameSpan(status: number | undefined): string | undefined {
    const { span } = this;
    const routeOfApp = attributeOf(span, 'http.route');
    const route = typeof routeOfApp === 'string' ? routeOfApp : this.#route;
    if (route !== undefined && status !== undefined && span instanceof LeanSpan && routeOfApp === undefined) {
      const ending = routeEnding(this.#knownMethod, route, status);
      span.endWithTemplate(ending.attributes, ending.name);
      return route;
    }
    if (route !== undefined) {
      this.#set('http.route', route);
      span.updateName(`${toSpanNameMethod(this.#knownMethod)} ${route}`);
    }
    if (status !== undefined) this.#set('http.response.status_code', status);
    return route;
  }

  /** Returns what made the request fail, if something was thrown. */
  #recordOutcome({ status, aborted }: ResponseEnd, route: string | undefined): unknown {
    if (this.#failures === undefined && status !== undefined && status < 500) return undefined;
    const failures = this.#failures?.filter((error) => !(aborted && this.#isAbort(error))) ?? [];
    // HTTP semantic conventions, "Status": a SERVER span fails with 5xx or without an answer, never with 4xx.
    const failed = this.#bodyBroken || (status === undefined ? failures.length > 0 : status >= 500);
    if (!failed) return undefined;
    this.held?.release();
    const { span } = this;
    const context = withReportedRequest(withSpanInContext(this.#base, span), this);
    span.setStatus({ code: SpanStatusCode.ERROR });
    this.#set('error.type', failures.length > 0 ? errorType(failures[0]) : String(status));
    for (const error of failures) {
      recordThrown(span, error, true);
      // Whatever ended the request runs outside of it; the report belongs to this span all the same.
      activeContext.with(context, this.#telemetry.reportError, undefined, error, {
        'http.request.method': this.#knownMethod,
        ...(route === undefined ? undefined : { 'http.route': route }),
      });
    }
    return failures[0];
  }

  #set(key: string, value: AttributeValue): void {
    this.span.setAttribute(key, value);
    if (this.#unrecorded !== undefined) this.#unrecorded[key] = value;
  }

  #log(requestLog: RequestLog, route: string | undefined, failure: unknown): void {
    const method = toSpanNameMethod(this.#knownMethod);
    requestLog.record({
      name: route === undefined ? method : `${method} ${route}`,
      spanContext: this.span.spanContext(),
      attributes: this.#unrecorded ?? attributesOf(this.span),
      durationMs: performance.now() - this.#startedMs,
      failure,
      warnings: this.warnings,
      errors: this.errors,
    });
  }

  /** What a handler throws because its client has gone, as from a `fetch` that was given the request's signal. */
  #isAbort(error: unknown): boolean {
    return errorType(error) === 'AbortError' || error === this.honoContext?.req.raw.signal.reason;
  }
}

function attributeOf(span: Span, key: string): unknown {
  return span instanceof LeanSpan ? span.attribute(key) : attributesOf(span)[key];
}

function attributesOf(span: Span): Attributes {
  if (span instanceof LeanSpan) return span.attributes;
  const attributes: unknown = Reflect.get(span, 'attributes');
  // safe: the SDK's spans have their attributes there, and the API's no-op span has none
  return typeof attributes === 'object' && attributes !== null ? (attributes as Attributes) : {};
}
