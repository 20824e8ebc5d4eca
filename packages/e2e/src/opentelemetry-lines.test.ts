import { SpanKind } from '@opentelemetry/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Span } from '@cruddur/trace-model';
import {
  createScratchProcess,
  type OpenTelemetryLine,
  type ScratchProcess,
  type SdkSpan,
} from './opentelemetry-lines/scratch-process.ts';
import { startSpanReceiver } from './xray/start-span-receiver.ts';

const callerTraceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const callerSpanId = '00f067aa0ba902b7';

// The number in the JSON of the other process.
const serverKind: number = SpanKind.SERVER;

const lines: readonly OpenTelemetryLine[] = [
  {
    name: 'API 1.9, SDK 2',
    fixture: 'line-2.mjs',
    packages: [
      '@opentelemetry/api@1.9.1',
      '@opentelemetry/sdk-trace-node@2.12.0',
      '@opentelemetry/instrumentation@0.223.0',
      '@opentelemetry/instrumentation-http@0.223.0',
    ],
  },
  {
    name: 'API 1.10, SDK 3',
    fixture: 'line-3.mjs',
    packages: [
      '@opentelemetry/api@1.10.0',
      '@opentelemetry/sdk-trace@3.1.1',
      '@opentelemetry/context-async-hooks@3.1.1',
      '@opentelemetry/instrumentation@0.301.0',
      '@opentelemetry/instrumentation-http@0.301.0',
    ],
  },
];

for (const line of lines) {
  describe(`with ${line.name}`, () => {
    let scratch: ScratchProcess;
    beforeAll(async () => {
      scratch = await createScratchProcess(line);
      if (scratch.leftOut !== undefined)
        console.log(`LEFT OUT: ${line.name}: no registry: ${scratch.leftOut}`);
    }, 90_000);
    afterAll(() => scratch[Symbol.asyncDispose]());

    for (const entry of ['edge', 'node'] as const) {
      test(`the ${entry} entry refines the SERVER span of instrumentation-http, and all spans nest`, async (context) => {
        if (scratch.leftOut !== undefined) return context.skip('no registry');
        const { theirs, ours } = await serve(scratch, entry, 'instrumented');
        const server = theirs.find(({ kind }) => kind === serverKind);
        expect(server).toMatchObject({ name: 'GET /carts/:id', parentSpanId: callerSpanId });
        expect(server?.attributes).toMatchObject({
          'http.route': '/carts/:id',
          'server.address': '127.0.0.1',
        });
        expect(ours.map(({ name }) => name)).toEqual(['ours']);
        expect(ours[0]?.parentSpanId).toBe(server?.spanId);
        expect(theirs.find(({ name }) => name === 'theirs')?.parentSpanId).toBe(ours[0]?.spanId);
        return expect(theirs).toHaveLength(2);
      });

      test(`the ${entry} entry opens the SERVER span where nobody else does, and all spans nest`, async (context) => {
        if (scratch.leftOut !== undefined) return context.skip('no registry');
        const { theirs, ours } = await serve(scratch, entry, 'plain');
        const server = ours.find(({ name }) => name === 'GET /carts/:id');
        const work = ours.find(({ name }) => name === 'ours');
        expect(server?.parentSpanId).toBe(callerSpanId);
        expect(work?.parentSpanId).toBe(server?.spanId);
        return expect(theirs).toMatchObject([{ name: 'theirs', parentSpanId: work?.spanId }]);
      });
    }
  });
}

interface Spans {
  readonly theirs: readonly SdkSpan[];
  readonly ours: readonly Span[];
}

async function serve(
  scratch: ScratchProcess,
  entry: 'edge' | 'node',
  mode: 'instrumented' | 'plain',
): Promise<Spans> {
  await using receiver = await startSpanReceiver();
  const theirs = await scratch.serve(
    entry,
    mode,
    { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
    async (url) => {
      const traceparent = `00-${callerTraceId}-${callerSpanId}-01`;
      const response = await fetch(`${url}/carts/7`, { headers: { traceparent } });
      expect(await response.text()).toBe('ok');
    },
  );
  return {
    theirs: theirs.filter(({ traceId }) => traceId === callerTraceId),
    ours: receiver.spansOf(callerTraceId),
  };
}
