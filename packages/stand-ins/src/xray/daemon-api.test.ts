import { describe, expect, it } from 'vitest';
import { segment, subsegment } from '../testing/documents.ts';
import { createSamplingRule } from './sampling-rule.ts';
import { startXRayDaemon, type XRayDaemon } from './start-xray-daemon.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function call(
  daemon: XRayDaemon,
  path: string,
  body: unknown = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`${daemon.url}${path}`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

const clientId = 'a'.repeat(24);
const statistics = {
  RuleName: 'home',
  ClientID: clientId,
  Timestamp: 1_790_000_000,
  RequestCount: 10,
  SampledCount: 3,
  BorrowCount: 1,
};

describe('GetSamplingRules', () => {
  it('gives the rules as records, by default X-Ray’s default rule', async () => {
    await using daemon = await startXRayDaemon({ nowMs: () => 1_790_000_000_500 });
    const time = { CreatedAt: 1_790_000_000.5, ModifiedAt: 1_790_000_000.5 };
    expect(await call(daemon, '/GetSamplingRules')).toEqual({
      status: 200,
      body: { SamplingRuleRecords: [{ SamplingRule: createSamplingRule(), ...time }] },
    });
    expect(createSamplingRule()).toMatchObject({ RuleName: 'Default', Priority: 10_000, FixedRate: 0.05 });
    const rule = createSamplingRule({ RuleName: 'home', FixedRate: 1 });
    daemon.setRules([rule]);
    expect((await call(daemon, '/GetSamplingRules', '')).body).toEqual({
      SamplingRuleRecords: [{ SamplingRule: rule, ...time }],
    });
  });

  it('pages', async () => {
    const rules = ['a', 'b', 'c', 'd', 'e'].map((RuleName) => createSamplingRule({ RuleName }));
    await using daemon = await startXRayDaemon({ rules, rulesPerPage: 2 });
    const names: string[] = [];
    let token: string | undefined;
    do {
      const response = await fetch(`${daemon.url}/GetSamplingRules`, {
        method: 'POST',
        body: JSON.stringify({ NextToken: token }),
      });
      const page: { SamplingRuleRecords: { SamplingRule: { RuleName: string } }[]; NextToken?: string } =
        await response.json();
      names.push(...page.SamplingRuleRecords.map(({ SamplingRule }) => SamplingRule.RuleName));
      token = page.NextToken;
    } while (token !== undefined);
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(daemon.counts.calls).toBe(3);
  });
});

const quota = (ReservoirQuota: number): object => ({
  body: { SamplingTargetDocuments: [{ ReservoirQuota }] },
});

describe('SamplingTargets', () => {
  it('hands out a quota that expires, and says when rules changed', async () => {
    const rules = [createSamplingRule({ RuleName: 'home', ReservoirSize: 5, FixedRate: 0.1 })];
    let nowMs = 1_790_000_000_000;
    await using daemon = await startXRayDaemon({
      rules,
      nowMs: () => nowMs,
      quotaTtlSeconds: 30,
      reportIntervalSeconds: 2,
    });
    nowMs += 1000;
    const body = { SamplingStatisticsDocuments: [statistics, { ...statistics, RuleName: 'gone' }] };
    expect(await call(daemon, '/SamplingTargets', body)).toEqual({
      status: 200,
      body: {
        SamplingTargetDocuments: [
          {
            RuleName: 'home',
            FixedRate: 0.1,
            ReservoirQuota: 5,
            ReservoirQuotaTTL: 1_790_000_031,
            Interval: 2,
          },
        ],
        LastRuleModification: 1_790_000_000,
        UnprocessedStatistics: [{ RuleName: 'gone', ErrorCode: '400', Message: 'there is no rule gone' }],
      },
    });
    expect(daemon.statistics).toEqual(body.SamplingStatisticsDocuments);
    daemon.setRules(rules);
    expect((await call(daemon, '/SamplingTargets', body)).body).toMatchObject({
      LastRuleModification: 1_790_000_001,
    });
  });

  it('shares what there is, and begins anew with new rules', async () => {
    const rules = [createSamplingRule({ RuleName: 'home', ReservoirSize: 5 })];
    await using daemon = await startXRayDaemon({ rules });
    const quotaOf = (ClientID: string): Promise<Answer> =>
      call(daemon, '/SamplingTargets', { SamplingStatisticsDocuments: [{ ...statistics, ClientID }] });
    expect(await quotaOf(clientId)).toMatchObject(quota(5));
    expect(await quotaOf('b'.repeat(24))).toMatchObject(quota(0));
    daemon.setRules(rules);
    expect(await quotaOf('b'.repeat(24))).toMatchObject(quota(5));
  });

  it.each([
    [{}, /SamplingStatisticsDocuments is required/],
    [{ SamplingStatisticsDocuments: [1] }, /\[0\] is not an object/],
    [{ ...statistics, RuleName: '' }, /RuleName/],
    [{ ...statistics, ClientID: 'A'.repeat(24) }, /ClientID is not 24 hex/],
    [{ ...statistics, Timestamp: 1_790_000_000_000 }, /Timestamp is not in epoch seconds/],
    [{ ...statistics, RequestCount: -1 }, /RequestCount is not a count/],
    [{ ...statistics, SampledCount: 1.5 }, /SampledCount is not a count/],
    [{ ...statistics, SampledCount: 11 }, /SampledCount is more than RequestCount/],
    [{ ...statistics, BorrowCount: 4 }, /BorrowCount is more than SampledCount/],
    [{ SamplingStatisticsDocuments: Array.from({ length: 26 }, () => statistics) }, /26 documents; 25/],
  ])('refuses %j', async (documents, message) => {
    await using daemon = await startXRayDaemon();
    const isBody = !('RuleName' in documents);
    const body = isBody ? documents : { SamplingStatisticsDocuments: [documents] };
    expect(await call(daemon, '/SamplingTargets', body)).toEqual({
      status: 400,
      body: { message: expect.stringMatching(message) },
    });
    expect(daemon.statistics).toEqual([]);
  });
});

describe('TraceSegments', () => {
  it('takes what a daemon forwards, and lists what it does not take', async () => {
    await using daemon = await startXRayDaemon();
    const texts = [segment, { ...subsegment, name: '*' }, subsegment].map((document) =>
      JSON.stringify(document),
    );
    const answer = await call(daemon, '/TraceSegments', { TraceSegmentDocuments: [...texts, 'nonsense'] });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        UnprocessedTraceSegments: [
          { Id: subsegment.id, ErrorCode: 'ParseError', Message: expect.stringMatching(/^name: expected/) },
          { Id: '', ErrorCode: 'ParseError', Message: expect.stringMatching(/^not JSON/) },
        ],
      },
    });
    expect(daemon.documents).toEqual([
      { document: segment, text: texts[0], via: 'http' },
      { document: subsegment, text: texts[2], via: 'http' },
    ]);
    expect(daemon.counts).toMatchObject({ accepted: 2, rejected: 2 });
  });

  it.each([
    [{}, /TraceSegmentDocuments is required/],
    [{ TraceSegmentDocuments: [{}] }, /not a string/],
    [{ TraceSegmentDocuments: Array.from({ length: 51 }, () => '{}') }, /51 documents; 50/],
  ])('refuses %j', async (body, message) => {
    await using daemon = await startXRayDaemon();
    expect(await call(daemon, '/TraceSegments', body)).toEqual({
      status: 400,
      body: { message: expect.stringMatching(message) },
    });
  });
});

describe('the API', () => {
  it('remembers the calls, and whether they were signed', async () => {
    await using daemon = await startXRayDaemon();
    await call(
      daemon,
      '/TelemetryRecords',
      { TelemetryRecords: [] },
      { authorization: 'AWS4-HMAC-SHA256 Credential=x' },
    );
    await call(daemon, '/GetSamplingRules');
    expect(daemon.calls).toEqual([
      { path: '/TelemetryRecords', body: { TelemetryRecords: [] }, isSigned: true },
      { path: '/GetSamplingRules', body: {}, isSigned: false },
    ]);
  });

  it('refuses what X-Ray would', async () => {
    await using daemon = await startXRayDaemon();
    expect(await call(daemon, '/Nothing')).toMatchObject({ status: 404 });
    expect(await call(daemon, '/GetSamplingRules', '[')).toMatchObject({ status: 400 });
    expect(await call(daemon, '/GetSamplingRules', { NextToken: 1 })).toMatchObject({ status: 400 });
    expect(await call(daemon, '/TelemetryRecords')).toMatchObject({ status: 400 });
    expect((await fetch(`${daemon.url}/GetSamplingRules`)).status).toBe(405);
    expect(await call(daemon, '/TraceSegments', ' '.repeat(8 * 1024 * 1024 + 1))).toMatchObject({
      status: 413,
    });
  });

  it('is not for web pages', async () => {
    await using daemon = await startXRayDaemon();
    const body = { TraceSegmentDocuments: [JSON.stringify(segment)] };
    for (const headers of [{ origin: 'https://example.com' }, { 'sec-fetch-site': 'cross-site' }]) {
      expect(await call(daemon, '/TraceSegments', body, headers)).toMatchObject({ status: 403 });
    }
    expect(daemon.counts).toMatchObject({ accepted: 0, calls: 0 });
  });
});
