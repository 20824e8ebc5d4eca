import { describe, expect, it } from 'vitest';
import { createHomeDocuments } from '../testing/home-documents.ts';
import { homeTraceId, homeTraceJson } from '../testing/home-trace.ts';
import { startTestConsole, type TestConsole } from '../testing/start-test-console.ts';
import type { TraceDetail, TraceList } from './types.ts';

const PATIENTLY = { timeout: 5_000, interval: 10 };
const id = (number: number): string => String(number).padStart(16, '0');

const toPlaces = (entries: readonly { startOffsetMs: number; durationMs: number }[]): unknown =>
  entries.map(({ startOffsetMs, durationMs }) => [startOffsetMs, durationMs]);

async function readTrace(console: TestConsole): Promise<TraceDetail> {
  const response = await fetch(`${console.pageUrl}/api/traces/${homeTraceId}`);
  return (await response.json()) as TraceDetail; // what `types.ts` promises
}

async function readList(console: TestConsole): Promise<TraceList> {
  const response = await fetch(`${console.pageUrl}/api/traces`);
  return (await response.json()) as TraceList; // what `types.ts` promises
}

describe('a trace that came through both doors', () => {
  it('keeps spans and documents apart, on one time scale, and finds them the same', async () => {
    const console = await startTestConsole();
    await console.sendDocuments(...createHomeDocuments());
    await console.send(homeTraceJson);
    await expect.poll(async () => (await readTrace(console)).xray?.documentCount, PATIENTLY).toBe(4);
    const { spans, xray } = await readTrace(console);
    expect(xray).toMatchObject({ disagreementCount: 0, disagreements: [], rejected: [] });
    expect(xray.documents).toMatchObject([
      { id: id(1), kind: 'segment', name: 'gateway', depth: 0, startOffsetMs: 0, durationMs: 20 },
      { id: id(2), kind: 'subsegment', service: 'gateway', depth: 1, startOffsetMs: 2, durationMs: 16 },
      { id: id(3), kind: 'segment', name: 'activities', parentId: id(2), parentMissing: false, depth: 0 },
      { id: id(4), kind: 'subsegment', service: 'activities', depth: 1, startOffsetMs: 6, durationMs: 9 },
    ]);
    expect(toPlaces(xray.documents)).toEqual(toPlaces(spans));
    expect((await readList(console)).traces).toMatchObject([
      { spanCount: 4, xray: { documentCount: 4, disagreementCount: 0 } },
    ]);
  });

  it('says where they differ, in the list by number', async () => {
    const console = await startTestConsole();
    await console.send(homeTraceJson);
    const documents = createHomeDocuments().filter(({ id: documentId }) => documentId !== id(4));
    await console.sendDocuments(
      ...documents.map((document) => (document.id === id(2) ? { ...document, parent_id: id(9) } : document)),
    );
    await expect.poll(async () => (await readTrace(console)).xray?.documentCount, PATIENTLY).toBe(3);
    const { xray } = await readTrace(console);
    expect(xray.disagreements).toEqual([
      { about: 'presence', spanId: id(4), name: 'home-activities-mock-data', otlp: 'present' },
      { about: 'parent', spanId: id(2), name: 'GET', otlp: id(1), xray: id(9) },
    ]);
    expect((await readList(console)).traces[0]?.xray).toEqual({ documentCount: 3, disagreementCount: 2 });
  });

  it('is told to readers as it changes', async () => {
    const console = await startTestConsole();
    await console.send(homeTraceJson);
    const response = await fetch(`${console.pageUrl}/api/events`);
    await console.sendDocuments(...createHomeDocuments());
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.includes('"xray":{"documentCount":4,"disagreementCount":0}')) break;
    }
    expect(text).toContain('"documentCount":4');
  });
});

describe('a trace of documents alone', () => {
  it('is listed with what they say, and agrees with nothing', async () => {
    const console = await startTestConsole();
    const [load, server, call, root] = createHomeDocuments();
    const http = {
      request: { method: 'GET', url: 'http://localhost:4567/api/activities/home?limit=5' },
      response: { status: 503 },
    };
    for (const document of [load, server, call])
      if (document !== undefined) await console.sendDocuments(document);
    if (root !== undefined) await console.sendDocuments({ ...root, http, fault: true });
    await expect.poll(async () => (await readTrace(console)).xray?.documentCount, PATIENTLY).toBe(4);
    expect((await readList(console)).traces).toEqual([
      {
        traceId: homeTraceId,
        xrayTraceId: '1-0af76519-16cd43dd8448eb211c80319c',
        rootName: 'GET /api/activities/home',
        rootService: 'gateway',
        startTimeMs: 1_795_000_000_000,
        durationMs: 20,
        services: [
          { name: 'gateway', spanCount: 0 },
          { name: 'activities', spanCount: 0 },
        ],
        spanCount: 0,
        errorCount: 1,
        httpStatusCode: 503,
        xray: { documentCount: 4, disagreementCount: 0 },
        logs: { lineCount: 0, errorLineCount: 0 },
        reportedErrorCount: 0,
        bars: [
          { service: 'gateway', start: 0, width: 1, error: true },
          { service: 'gateway', start: 0.1, width: 0.8, error: false },
          { service: 'activities', start: 0.25, width: 0.55, error: false },
          { service: 'activities', start: 0.3, width: 0.45, error: false },
        ],
      },
    ]);
  });

  it('draws what is in progress as far as the trace reaches', async () => {
    const console = await startTestConsole();
    const [load, , , root] = createHomeDocuments();
    const { end_time: _, ...begun } = root ?? {};
    await console.sendDocuments(JSON.stringify({ ...begun, in_progress: true }), JSON.stringify(load));
    await expect
      .poll(() => readTrace(console), PATIENTLY)
      .toMatchObject({ xray: { documents: [{ inProgress: true, durationMs: 15 }, { inProgress: false }] } });
  });
});
