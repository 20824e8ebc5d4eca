import { expect, test, vi } from 'vitest';
import { postByFetch } from '../../delivery/fetch-transport.ts';
import { createAccount, everything } from './fixtures/account.ts';
import { createSampler, decide, decidingRule, polling } from './fixtures/create-sampler.ts';
import { rule } from './fixtures/rule.ts';
import { startProxy } from './fixtures/start-proxy.ts';

/** One count of all rules and reports together. */
const sumOf = (calls: readonly unknown[], field: string): number =>
  calls
    // safe: what the sampler sends, in the form that sampling-api.test.ts checks
    .flatMap(
      (call) =>
        (call as { SamplingStatisticsDocuments: Record<string, number>[] }).SamplingStatisticsDocuments,
    )
    .reduce((sum, document) => sum + (document[field] ?? 0), 0);

test('reports count every request once, although some reports fail', async () => {
  const account = createAccount([everything]);
  const taken: unknown[] = [];
  let reports = 0;
  await using proxy = await startProxy((call, response) => {
    if (call.path === '/SamplingTargets') {
      reports += 1;
      if (reports % 2 === 1) {
        response.writeHead(500).end();
        return undefined;
      }
      taken.push(call.body);
    }
    return account.answer(call);
  });
  using created = createSampler({ proxy: { url: proxy.url, post: postByFetch } });
  const { sampler, warnings } = created;
  sampler.start();
  await vi.waitFor(() => expect(sampler.rules().source).toBe('proxy'));
  for (let round = 1; round <= 4; round += 1) {
    for (let request = 0; request < 25; request += 1) decide(sampler);
    await vi.waitFor(() => expect(reports).toBeGreaterThanOrEqual(round));
  }
  await vi.waitFor(() => expect(sumOf(taken, 'RequestCount')).toBe(100));
  expect(sumOf(taken, 'SampledCount')).toBe(100);
  expect(warnings()[0]).toContain('they are kept for the next report');
});

test('reports repeat what X-Ray could not process, and stop when there is nothing new', async () => {
  const account = createAccount([everything]);
  account.unprocessed = [{ RuleName: 'everything', ErrorCode: '500' }];
  await using proxy = await startProxy(account.answer);
  using created = createSampler({ proxy: { url: proxy.url, post: postByFetch } });
  const { sampler } = created;
  sampler.start();
  await vi.waitFor(() => expect(sampler.rules().source).toBe('proxy'));
  decide(sampler);
  await vi.waitFor(() => expect(proxy.callsOf('/SamplingTargets').length).toBeGreaterThan(2));
  account.unprocessed = [];
  const reports = proxy.callsOf('/SamplingTargets').length;
  const fetches = proxy.callsOf('/GetSamplingRules').length;
  await vi.waitFor(() => expect(proxy.callsOf('/GetSamplingRules').length).toBeGreaterThan(fetches + 5));
  expect(proxy.callsOf('/SamplingTargets').length).toBeLessThanOrEqual(reports + 1);
  expect(sumOf(proxy.callsOf('/SamplingTargets'), 'RequestCount')).toBe(
    proxy.callsOf('/SamplingTargets').length,
  );
});

test('reports come in parts of 25 rules', async () => {
  const rules = Array.from({ length: 30 }, (_, index) =>
    rule({ name: `rule${index}`, urlPath: `/${index}`, fixedRate: 1 }),
  );
  await using proxy = await startProxy(createAccount(rules).answer);
  using created = createSampler({
    proxy: { url: proxy.url, post: postByFetch },
    polling: { ...polling, targetsIntervalMs: 100 },
  });
  const { sampler } = created;
  sampler.start();
  await vi.waitFor(() => expect(sampler.rules().source).toBe('proxy'));
  for (let index = 0; index < 30; index += 1) decide(sampler, { 'url.path': `/${index}` });
  await vi.waitFor(() => expect(sumOf(proxy.callsOf('/SamplingTargets'), 'RequestCount')).toBe(30));
  expect(
    proxy
      .callsOf('/SamplingTargets')
      // safe: as above
      .map((body) => (body as { SamplingStatisticsDocuments: [] }).SamplingStatisticsDocuments.length),
  ).toEqual([25, 5]);
});

test('reports bring new rules at once when X-Ray says that they changed', async () => {
  const account = createAccount([everything]);
  await using proxy = await startProxy(account.answer);
  using created = createSampler({
    proxy: { url: proxy.url, post: postByFetch },
    polling: { ...polling, rulesIntervalMs: 3_600_000 },
  });
  const { sampler } = created;
  sampler.start();
  await vi.waitFor(() => expect(decidingRule(sampler)).toBe('everything'));
  await vi.waitFor(() => expect(proxy.callsOf('/SamplingTargets')).not.toEqual([]));
  account.rules = [rule({ name: 'new', fixedRate: 1 })];
  decide(sampler);
  expect(proxy.callsOf('/GetSamplingRules')).toHaveLength(1);
  account.lastRuleModification = 2;
  await vi.waitFor(() => {
    expect(decidingRule(sampler)).toBe('new');
  });
  const reports = proxy.callsOf('/SamplingTargets').length;
  await vi.waitFor(() => {
    decide(sampler);
    expect(proxy.callsOf('/SamplingTargets').length).toBeGreaterThan(reports + 2);
  });
  expect(proxy.callsOf('/GetSamplingRules')).toHaveLength(2);
});

test('reports wait for as long as the target says', async () => {
  let nowMs = 0;
  const account = createAccount([everything]);
  account.targets = [{ RuleName: 'everything', Interval: 60 }];
  await using proxy = await startProxy(account.answer);
  using created = createSampler({
    proxy: { url: proxy.url, post: postByFetch },
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
  });
  const { sampler } = created;
  sampler.start();
  await vi.waitFor(() => expect(sampler.rules().source).toBe('proxy'));
  decide(sampler);
  await vi.waitFor(() => expect(proxy.callsOf('/SamplingTargets')).toHaveLength(1));
  decide(sampler);
  nowMs = 50_000;
  const fetches = proxy.callsOf('/GetSamplingRules').length;
  await vi.waitFor(() => expect(proxy.callsOf('/GetSamplingRules').length).toBeGreaterThan(fetches + 5));
  expect(proxy.callsOf('/SamplingTargets')).toHaveLength(1);
  nowMs = 60_000;
  await vi.waitFor(() => expect(proxy.callsOf('/SamplingTargets')).toHaveLength(2));
});

test('reports bear one client id of 24 hex digits', async () => {
  await using proxy = await startProxy(createAccount([everything]).answer);
  using created = createSampler({ proxy: { url: proxy.url, post: postByFetch } });
  const { sampler } = created;
  sampler.start();
  await vi.waitFor(() => {
    decide(sampler);
    expect(proxy.callsOf('/SamplingTargets').length).toBeGreaterThan(2);
  });
  const ids = proxy
    .callsOf('/SamplingTargets')
    .map((body) => /"ClientID":"([^"]*)"/.exec(JSON.stringify(body))?.[1]);
  expect(new Set(ids).size).toBe(1);
  expect(ids[0]).toMatch(/^[0-9a-f]{24}$/);
});
