import { describe, expect, it } from 'vitest';
import type { TraceDetail, XRayRejectionList } from '../api/types.ts';
import { createDocument } from '../testing/create-document.ts';
import { startTestConsole, type TestConsole } from '../testing/start-test-console.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const PATIENTLY = { timeout: 5_000, interval: 10 };

function addressOf({ xrayReceiver }: TestConsole): string {
  return xrayReceiver.state === 'listening' ? xrayReceiver.daemonAddress : xrayReceiver.reason;
}

async function read<T>(console: TestConsole, path: string): Promise<T> {
  const response = await fetch(console.pageUrl + path);
  return (await response.json()) as T; // what `api/types.ts` promises for the path
}

const readRejected = (console: TestConsole): Promise<XRayRejectionList> =>
  read<XRayRejectionList>(console, '/api/xray/rejected');

describe('the X-Ray receiver', () => {
  it('takes documents by UDP', async () => {
    const console = await startTestConsole();
    const document = createDocument({ annotations: { 'app.result_length': 3 } });
    await console.sendDocuments(document);
    await expect
      .poll(() => read<TraceDetail>(console, `/api/traces/${traceId}`), PATIENTLY)
      .toMatchObject({
        spanCount: 0,
        xray: { documentCount: 1, documents: [{ kind: 'segment', document }], rejected: [] },
      });
  });

  it('takes documents by TCP as X-Ray itself does', async () => {
    const console = await startTestConsole();
    const [, tcp = ''] = /tcp:(\S+)/.exec(addressOf(console)) ?? [];
    const response = await fetch(`http://${tcp}/TraceSegments`, {
      method: 'POST',
      body: JSON.stringify({ TraceSegmentDocuments: [JSON.stringify(createDocument())] }),
    });
    expect(await response.json()).toEqual({ UnprocessedTraceSegments: [] });
    expect((await read<TraceDetail>(console, `/api/traces/${traceId}`)).xray.documentCount).toBe(1);
  });

  it('samples everything', async () => {
    const console = await startTestConsole();
    const [, tcp = ''] = /tcp:(\S+)/.exec(addressOf(console)) ?? [];
    const response = await fetch(`http://${tcp}/GetSamplingRules`, { method: 'POST', body: '{}' });
    expect(await response.json()).toMatchObject({
      SamplingRuleRecords: [
        { SamplingRule: { RuleName: 'Default', FixedRate: 1, ServiceName: '*', URLPath: '*' } },
      ],
    });
  });

  it('counts what it cannot take, with every reason, under the trace that it names', async () => {
    const console = await startTestConsole();
    const wrong = JSON.stringify({ ...createDocument(), id: 'X', name: undefined });
    await console.sendDocuments('not JSON', wrong);
    await expect.poll(() => readRejected(console), PATIENTLY).toMatchObject({ count: 2 });
    const { rejected } = await readRejected(console);
    expect(rejected).toMatchObject([
      {
        traceId,
        excerpt: wrong,
        reason: expect.stringMatching(/name: is required[^]*id: expected/) as unknown,
      },
      { excerpt: 'not JSON', reason: expect.stringMatching(/not JSON/) as unknown },
    ]);
    await console.sendDocuments(createDocument());
    await expect
      .poll(() => read<TraceDetail>(console, `/api/traces/${traceId}`), PATIENTLY)
      .toMatchObject({ xray: { documentCount: 1, rejected: [{ traceId }] } });
  });

  it('stays up and readable whatever the depth of a document', async () => {
    const console = await startTestConsole();
    const deep = `{"a":`.repeat(9_000) + '1' + '}'.repeat(9_000);
    await console.sendDocuments(
      JSON.stringify(createDocument()).replace('{', `{"metadata":{"deep":${deep}},`),
    );
    await expect.poll(() => readRejected(console), PATIENTLY).toMatchObject({ count: 1 });
    expect((await readRejected(console)).rejected[0]?.reason).toMatch(/nested \d+ deep/);
  });

  it('says that a trace is full', async () => {
    const console = await startTestConsole({ maxSpans: 4 });
    await console.sendDocuments(createDocument(), createDocument({ id: '00000000000000aa' }));
    await expect.poll(() => readRejected(console), PATIENTLY).toMatchObject({ count: 1 });
    expect((await readRejected(console)).rejected[0]).toMatchObject({
      traceId,
      reason: expect.stringMatching(/no more documents than 1,.*CRUDDUR_CONSOLE_MAX_SPANS/) as unknown,
    });
  });
});
