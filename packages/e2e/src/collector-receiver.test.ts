import { context, SpanKind, trace } from '@opentelemetry/api';
import { createSamplingRule, startXRayDaemon, type XRayDaemon } from '@cruddur/stand-ins';
import { createEnvironmentReader, parseTelemetryConfig, type Telemetry } from '@cruddur/telemetry';
import { startTelemetry } from '@cruddur/telemetry/node';
import { toW3cTraceId, type SegmentDocument, type Span } from '@cruddur/trace-model';
import { xrayDocumentCorpus } from '@cruddur/trace-model/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCollector } from './collector/find-collector.ts';
import { startXRayReceiver, type XRayReceiver } from './collector/start-xray-receiver.ts';
import { eventually } from './stack/eventually.ts';
import { isSampled, traceIdOf } from './stack/trace-of.ts';
import { endSpanOf, kindsOfSpans } from './xray/kinds-of-spans.ts';
import { sendDocuments } from './xray/send-documents.ts';
import { startSpanReceiver, type SpanReceiver } from './xray/start-span-receiver.ts';
import { startXRayServices, type XRayServices } from './xray/start-xray-services.ts';

const binary = await findCollector('xray-receiver');
const binaryPath = binary.ok ? binary.path : '';
if (!binary.ok) {
  console.log(`LEFT OUT: AWS's receiver of the X-Ray daemon's protocol, because ${binary.reason}.`);
}

interface SpanFacts {
  readonly id: string;
  readonly parentId: string | undefined;
  readonly startMicros: number;
  readonly endMicros: number;
}

/** Microseconds, rounded: what a double of seconds can hold. */
const toMicros = (nano: bigint): number => Number((nano + 500n) / 1000n);

function factsOf(spans: readonly Span[]): readonly SpanFacts[] {
  return sorted(
    spans.map((span) => ({
      id: span.spanId,
      parentId: span.parentSpanId,
      startMicros: toMicros(span.startTimeUnixNano),
      endMicros: toMicros(span.endTimeUnixNano),
    })),
  );
}

/** The spans that a document is, the subsegments inside of it too. */
function factsOfDocument(document: Omit<SegmentDocument, 'trace_id'>): readonly SpanFacts[] {
  const { id, parent_id, start_time, end_time = 0, subsegments = [] } = document;
  return [
    {
      id,
      parentId: parent_id,
      startMicros: Math.round(start_time * 1e6),
      endMicros: Math.round(end_time * 1e6),
    },
    ...subsegments.flatMap((inner) => factsOfDocument({ parent_id: id, ...inner })),
  ];
}

function sorted(facts: readonly SpanFacts[]): readonly SpanFacts[] {
  return facts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** What AWS's types allow of metadata, and our own documents have: an object for each namespace. */
function hasObjectMetadata({ metadata = {} }: SegmentDocument): boolean {
  return Object.values(metadata).every((members) => typeof members === 'object');
}

async function askForRules(url: string): Promise<unknown> {
  const response = await fetch(`${url}/GetSamplingRules`, { method: 'POST', body: '{}' });
  return response.json();
}

const refusal = /conversion failed.*?"error": "([^"]*)/g;

function refusalsOf(receiver: XRayReceiver): readonly (string | undefined)[] {
  return [...receiver.process.output().matchAll(refusal)].map(([, reason]) => reason);
}

describe.runIf(binary.ok)("AWS's receiver of the daemon's protocol", () => {
  let xray: XRayDaemon;
  let received: SpanReceiver;
  let receiver: XRayReceiver;

  beforeAll(async () => {
    xray = await startXRayDaemon({ rules: [createSamplingRule({ RuleName: 'home', FixedRate: 1 })] });
    received = await startSpanReceiver();
    receiver = await startXRayReceiver(binaryPath, { xrayUrl: xray.url, otlpUrl: received.url });
  }, 120_000);
  afterAll(async () => {
    await receiver?.[Symbol.asyncDispose]();
    await received?.[Symbol.asyncDispose]();
    await xray?.[Symbol.asyncDispose]();
  });

  it('takes every document of the corpus with its ids, parents, times and name', async () => {
    const documents = xrayDocumentCorpus.filter(hasObjectMetadata);
    expect(documents.length).toBeGreaterThanOrEqual(xrayDocumentCorpus.length - 1);
    await sendDocuments(
      receiver.port,
      documents.map((document) => JSON.stringify(document)),
    );
    const [traceId = '', ...others] = new Set(documents.map(({ trace_id }) => toW3cTraceId(trace_id)));
    expect(others).toEqual([]);
    const expected = sorted(documents.flatMap(factsOfDocument));
    const spans = await eventually('all documents as spans', async () => {
      const spans = received.spansOf(traceId);
      return spans.length >= expected.length ? spans : undefined;
    });
    expect(factsOf(spans)).toEqual(expected);
    const nameById = new Map(spans.map(({ spanId, name }) => [spanId, name]));
    for (const { id, name } of documents) expect(nameById.get(id)).toBe(name);
    expect(refusalsOf(receiver)).toEqual([]);
  });

  it('signs what asks its proxy for rules, and hands them through', async () => {
    expect(await askForRules(receiver.url)).toEqual(await askForRules(xray.url));
    expect(xray.calls.map(({ isSigned }) => isSigned)).toEqual([true, false]);
  });

  it('refuses metadata whose namespace is not an object, which ours never is', async () => {
    const refused = xrayDocumentCorpus.filter((document) => !hasObjectMetadata(document));
    await sendDocuments(
      receiver.port,
      refused.map((document) => JSON.stringify(document)),
    );
    await eventually('its refusals', async () => refusalsOf(receiver).length >= refused.length || undefined);
    expect(refusalsOf(receiver)).toEqual(refused.map(() => expect.stringContaining('metadata')));
  });
});

describe.runIf(binary.ok)('spans of every kind, sent by our own emitter', () => {
  let exported: SpanReceiver;
  let received: SpanReceiver;
  let xray: XRayDaemon;
  let receiver: XRayReceiver;
  let telemetry: Telemetry;

  beforeAll(async () => {
    exported = await startSpanReceiver();
    received = await startSpanReceiver();
    xray = await startXRayDaemon();
    receiver = await startXRayReceiver(binaryPath, { xrayUrl: xray.url, otlpUrl: received.url });
    const environment = createEnvironmentReader({
      OTEL_EXPORTER_OTLP_ENDPOINT: exported.url,
      AWS_XRAY_DAEMON_ADDRESS: receiver.address,
    });
    telemetry = startTelemetry(parseTelemetryConfig(environment, { serviceName: 'activities' }));
  }, 120_000);
  afterAll(async () => {
    await telemetry?.shutdown(5_000);
    await receiver?.[Symbol.asyncDispose]();
    await xray?.[Symbol.asyncDispose]();
    await received?.[Symbol.asyncDispose]();
    await exported?.[Symbol.asyncDispose]();
  });

  it('arrive with the ids, parents and times that they have in OTLP', async () => {
    const root = telemetry.tracer.startSpan('GET /', { kind: SpanKind.SERVER });
    const { traceId } = root.spanContext();
    context.with(trace.setSpan(context.active(), root), () => {
      for (const kind of kindsOfSpans) endSpanOf(telemetry.tracer, kind);
    });
    root.end();
    await telemetry.flush(5_000);
    const count = kindsOfSpans.length + 1;
    await eventually('all spans', async () => {
      const isComplete = [exported, received].every(({ spansOf }) => spansOf(traceId).length >= count);
      return isComplete || refusalsOf(receiver).length > 0 || undefined;
    });
    expect(refusalsOf(receiver)).toEqual([]);
    expect(factsOf(received.spansOf(traceId))).toEqual(factsOf(exported.spansOf(traceId)));
  });
});

describe.runIf(binary.ok)("both services, with AWS's receiver as their daemon", () => {
  let received: SpanReceiver;
  let receiver: XRayReceiver;
  let services: XRayServices;

  beforeAll(async () => {
    received = await startSpanReceiver();
    services = await startXRayServices({
      xray: {
        rules: [createSamplingRule({ RuleName: 'everything', FixedRate: 1, ReservoirSize: 0 })],
        reportIntervalSeconds: 1,
      },
      environment: { OTEL_TRACES_SAMPLER: 'xray' },
      startDaemon: async ({ url }) => {
        receiver = await startXRayReceiver(binaryPath, { xrayUrl: url, otlpUrl: received.url });
        return receiver;
      },
    });
  }, 120_000);
  afterAll(async () => {
    await services?.[Symbol.asyncDispose]();
    await received?.[Symbol.asyncDispose]();
  });

  it('sample by the rules that it hands through, and tell it the same trace as in OTLP', async () => {
    // Until the rules are there X-Ray's default applies, one a second and 5 %.
    const traceId = await eventually('a trace that a rule of the account decided for', async () => {
      const response = await fetch(`${services.gateway.url}/api/activities/home`);
      const traceId = traceIdOf(response);
      if (!isSampled(response)) return undefined;
      const spans = await eventually('its spans', async () => {
        const spans = services.spansOf(traceId);
        return spans.length >= 5 ? spans : undefined;
      });
      const isByRule = spans.some(({ attributes }) => attributes['aws.xray.sampling_rule'] === 'everything');
      return isByRule ? traceId : undefined;
    });
    const spans = await eventually('as many spans from documents', async () => {
      const spans = received.spansOf(traceId);
      return spans.length >= services.spansOf(traceId).length ? spans : undefined;
    });
    expect(factsOf(spans)).toEqual(factsOf(services.spansOf(traceId)));
    expect(new Set(spans.map(({ name }) => name))).toEqual(
      new Set(['gateway', '127.0.0.1', 'activities', 'home-activities-mock-data', 'postgres']),
    );
    expect(refusalsOf(receiver)).toEqual([]);
  });

  it('report through it what they sampled', async () => {
    const found = await eventually(
      'statistics of the rule',
      async () => {
        await fetch(`${services.gateway.url}/api/activities/home`);
        return services.xray.statistics.find(({ RuleName }) => RuleName === 'everything');
      },
      25_000,
    );
    expect(found.RequestCount).toBe(found.SampledCount);
    expect(services.xray.calls.every(({ isSigned }) => isSigned)).toBe(true);
  });
});
