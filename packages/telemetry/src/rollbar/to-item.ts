import { readErrorChain } from '../errors/error-chain.ts';
import type { Occurrence } from '../errors/occurrence.ts';
import { toTraceLinks } from '../errors/trace-links.ts';
import { createJsonBudget, type JsonBudget } from '../log/json-budget.ts';
import { defaultJsonLimits, type JsonLimits, type JsonObject, type JsonValue } from '../log/json-value.ts';
import { toJson, toJsonObject } from '../log/to-json-value.ts';
import { toXRayTraceId } from '../propagation/xray-header.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { errorType } from '../trace/exception-attributes.ts';
import type { BuildItemCore, ItemBody, ItemCore, ItemSubject, ItemTrace } from './item-core.ts';
import { toItemRequest } from './item-request.ts';
import { toItemTelemetry } from './item-telemetry.ts';
import type { RollbarSettings } from './rollbar-settings.ts';

export interface ToItemOptions {
  readonly settings: Pick<RollbarSettings, 'links' | 'sendUserIp'>;
  readonly serviceName: string;
  readonly platform: string;
  readonly redactor: Redactor;
  readonly buildCore: BuildItemCore;
  /** Makes what `buildCore` could not. */
  readonly buildOwnCore: (...subject: Parameters<BuildItemCore>) => ItemCore;
}

/** A chain of ten errors of fifty frames each fits; what is read beyond goes into no report. */
const limits: JsonLimits = { maxDepth: 10, maxEntries: 100, maxTextLength: 16_384, maxTotalLength: 196_608 };
const maxContextLength = 255;

/**
 * The `data` of an item (Rollbar's Item API), redacted and bounded. What we made ourselves (uuid, ids, times, links) is
 * put in after the redaction, which could take a number for a card.
 */
export function toItem(occurrence: Occurrence, options: ToItemOptions): JsonObject {
  const { settings, redactor, platform } = options;
  const { uuid, timeMs, level, route, request, breadcrumbs, fingerprint, attributes } = occurrence;
  const subject = toSubject(occurrence, redactor);
  const core = options.buildCore(subject, level) ?? options.buildOwnCore(subject, level);
  // In the order of their worth, as they share the budget.
  const budget = createJsonBudget(limits, redactor);
  const body = toBody(core.body, budget);
  const custom = {
    ...toJsonObject({ ...attributes, ...toChainFields(subject) }, budget),
    ...toTraceFields(occurrence, options),
  };
  const context = route ?? textOf(attributes?.['http.route']);
  const person = occurrence.person ?? toPerson(attributes?.['user.id']);
  const { environment, language, framework, code_version, server, notifier } = core;
  const telemetry = toItemTelemetry(breadcrumbs);
  return withoutUndefined({
    uuid,
    timestamp: Math.floor(timeMs / 1000),
    environment,
    level,
    platform,
    language,
    framework,
    code_version,
    context: context === undefined ? undefined : shortText(context, maxContextLength, redactor),
    body: telemetry.length === 0 ? body : { ...body, telemetry },
    request:
      request === undefined ? undefined : toJsonObject(toItemRequest(request, settings.sendUserIp), budget),
    person: person === undefined ? undefined : toJsonObject(person, budget),
    server: withoutUndefined({ host: server.host }),
    custom,
    attributes: toIdAttributes(occurrence),
    fingerprint: fingerprint === undefined ? undefined : shortText(fingerprint, maxContextLength, redactor),
    notifier: { name: notifier.name, version: notifier.version },
  });
}

function toSubject({ subject }: Occurrence, redactor: Redactor): ItemSubject {
  if (subject.kind === 'message') return subject;
  const chain = readErrorChain(subject.error);
  if (chain !== undefined) return { kind: 'errors', chain };
  // Anything can be thrown. What is no error has neither class nor stack.
  const { error } = subject;
  const value = toJson(error, createJsonBudget(defaultJsonLimits, redactor));
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
  const isObject = typeof error === 'object' && error !== null;
  return { kind: 'message', message: isObject ? `${errorType(error)}: ${text}` : text };
}

/** What a chain has that the body of an item has no place for. */
function toChainFields(subject: ItemSubject): object | undefined {
  if (subject.kind === 'message') return undefined;
  const { cut, joined } = subject.chain;
  return {
    ...(cut === undefined ? undefined : { 'cruddur.cause_chain': cut }),
    ...(joined.length === 0 ? undefined : { 'cruddur.joined_errors': joined }),
  };
}

function toBody(body: ItemBody, budget: JsonBudget): JsonObject {
  if ('message' in body)
    return { message: { body: nonEmpty(toJson(body.message.body, budget), 'an empty message') } };
  return { trace_chain: body.trace_chain.map((trace) => toTrace(trace, budget)) };
}

function toTrace({ exception, frames }: ItemTrace, budget: JsonBudget): JsonObject {
  return {
    exception: {
      class: nonEmpty(toJson(exception.class, budget), 'Error'),
      message: nonEmpty(toJson(exception.message, budget), '<no message>'),
    },
    frames: frames.map(({ method, filename, lineno, colno }) =>
      withoutUndefined({ method: toJson(method, budget), filename: toJson(filename, budget), lineno, colno }),
    ),
  };
}

function toTraceFields(
  { spanContext, timeMs }: Occurrence,
  { settings, serviceName }: ToItemOptions,
): JsonObject {
  if (spanContext === undefined) return { service: serviceName };
  const { traceId, spanId } = spanContext;
  return {
    service: serviceName,
    trace_id: traceId,
    span_id: spanId,
    xray_trace_id: toXRayTraceId(traceId),
    links: toTraceLinks(settings.links, traceId, timeMs),
  };
}

function toIdAttributes({ spanContext }: Occurrence): readonly JsonObject[] {
  if (spanContext === undefined) return [];
  return [
    { key: 'trace_id', value: spanContext.traceId },
    { key: 'span_id', value: spanContext.spanId },
  ];
}

function toPerson(userId: unknown): { readonly id: string } | undefined {
  const id = textOf(userId);
  return id === undefined ? undefined : { id };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function shortText(text: string, maxLength: number, redactor: Redactor): string {
  return redactor
    .redactText(text.slice(0, 4 * maxLength))
    .slice(0, maxLength)
    .toWellFormed();
}

function nonEmpty(value: JsonValue | undefined, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback;
}

function withoutUndefined(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const result: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) result[key] = value;
  return result;
}
