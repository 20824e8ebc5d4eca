import { context, SpanKind, trace } from '@opentelemetry/api';
import { startXRayDaemon, type XRayDaemon } from '@cruddur/stand-ins';
import { createEnvironmentReader, parseTelemetryConfig, type Telemetry } from '@cruddur/telemetry';
import { startTelemetry } from '@cruddur/telemetry/node';
import { compareWithSpans, maxSegmentBytes, type SegmentDocument, type Span } from '@cruddur/trace-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportedDocuments } from './collector/exported-documents.ts';
import { findCollector } from './collector/find-collector.ts';
import type { Collector } from './collector/start-collector.ts';
import { startXRayExporter } from './collector/start-xray-exporter.ts';
import { eventually } from './stack/eventually.ts';
import { endSpanOf, kindsOfSpans } from './xray/kinds-of-spans.ts';
import { startSpanReceiver, type SpanReceiver } from './xray/start-span-receiver.ts';

const binary = await findCollector('xray-exporter');
const binaryPath = binary.ok ? binary.path : '';
if (!binary.ok) {
  console.log(`LEFT OUT: spans of every kind through AWS's exporter, because ${binary.reason}.`);
}

function byId(documents: readonly SegmentDocument[]): ReadonlyMap<string, SegmentDocument> {
  return new Map(documents.map((document) => [document.id, document]));
}

/** Two translations of the same spans: AWS's in the Collector, from OTLP, and our own. */
describe.runIf(binary.ok)("spans of every kind, by AWS's exporter and by our own", () => {
  let xray: XRayDaemon;
  let ownXray: XRayDaemon;
  let honeycomb: SpanReceiver;
  let collector: Collector & { readonly url: string };
  let telemetry: Telemetry;
  let spans: readonly Span[];
  let exported: ReadonlyMap<string, SegmentDocument>;
  let own: ReadonlyMap<string, SegmentDocument>;
  const idByName = new Map<string, string>();

  beforeAll(async () => {
    xray = await startXRayDaemon();
    ownXray = await startXRayDaemon();
    honeycomb = await startSpanReceiver();
    collector = await startXRayExporter(binaryPath, { xrayUrl: xray.url, honeycombUrl: honeycomb.url });
    const environment = createEnvironmentReader({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      AWS_XRAY_DAEMON_ADDRESS: ownXray.address,
    });
    telemetry = startTelemetry(parseTelemetryConfig(environment, { serviceName: 'activities' }));
    const root = telemetry.tracer.startSpan('GET /', { kind: SpanKind.SERVER });
    context.with(trace.setSpan(context.active(), root), () => {
      for (const kind of kindsOfSpans) idByName.set(kind.name, endSpanOf(telemetry.tracer, kind));
    });
    root.end();
    await telemetry.flush(5_000);
    const { traceId } = root.spanContext();
    const count = kindsOfSpans.length + 1;
    await eventually('all spans in both forms, and our own documents', async () => {
      spans = honeycomb.spansOf(traceId);
      exported = byId(exportedDocuments(xray, traceId));
      own = byId(ownXray.documents.map(({ document }) => document));
      return [spans.length, exported.size, own.size].every((found) => found >= count) || undefined;
    });
  }, 120_000);
  afterAll(async () => {
    await telemetry?.shutdown(5_000);
    await collector?.[Symbol.asyncDispose]();
    await honeycomb?.[Symbol.asyncDispose]();
    await ownXray?.[Symbol.asyncDispose]();
    await xray?.[Symbol.asyncDispose]();
  });

  function both(name: string): { readonly ours: SegmentDocument; readonly theirs: SegmentDocument } {
    const id = idByName.get(name) ?? '';
    const [ours, theirs] = [own.get(id), exported.get(id)];
    if (ours === undefined || theirs === undefined) throw new Error(`no documents of "${name}"`);
    return { ours, theirs };
  }

  it('agree in ids, parents, times, outcomes and names', () => {
    expect(compareWithSpans(spans, [...exported.values()])).toEqual([]);
    expect(compareWithSpans(spans, [...own.values()])).toEqual([]);
    expect(ownXray.rejections).toEqual([]);
  });

  it('differ in the frames of stacks, which the exporter does not know for JavaScript', () => {
    const { ours, theirs } = both('failed');
    expect(ours.cause).toMatchObject({ exceptions: [{ type: 'TypeError', stack: expect.anything() }] });
    expect(theirs.cause).toMatchObject({ exceptions: [{ type: 'TypeError', message: 'no user' }] });
    expect(JSON.stringify(theirs.cause)).not.toContain('stack');
  });

  it("differ in a request's URL, of which the exporter loses the path before a query", () => {
    const { ours, theirs } = both('a request');
    expect(ours.http?.request?.url).toBe('https://cruddur.example/api/activities/home?q=1');
    expect(theirs.http?.request?.url).toBe('https://cruddur.exampleq=1');
  });

  it('differ in the SQL block, which the exporter makes of the old names only', () => {
    const { ours, theirs } = both('a query');
    expect(ours.sql).toMatchObject({ sanitized_query: 'select $1' });
    expect(theirs.sql).toBeUndefined();
    expect(both('a query by the old names').theirs.sql).toMatchObject({ sanitized_query: 'select ?' });
  });

  it('differ in what is too large, which the exporter sends as it is', () => {
    const { ours, theirs } = both('too large for a datagram');
    expect(Buffer.byteLength(JSON.stringify(ours))).toBeLessThanOrEqual(maxSegmentBytes);
    expect(Buffer.byteLength(JSON.stringify(theirs))).toBeGreaterThan(maxSegmentBytes);
  });
});
