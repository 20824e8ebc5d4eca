import { expect, test } from 'vitest';
import { postByFetch } from '../../delivery/fetch-transport.ts';
import { decideByRules } from './active-rules.ts';
import { createAccount, everything } from './fixtures/account.ts';
import { createSampler, decide, decidingRule, polling } from './fixtures/create-sampler.ts';
import { eventually } from './fixtures/eventually.ts';
import { rule } from './fixtures/rule.ts';
import { startProxy } from './fixtures/start-proxy.ts';
import { createRemoteRules, type RemoteRules } from './remote-rules.ts';
import { createSamplingApi } from './sampling-api.ts';

/** The statistics of one report, in the form that sampling-api.test.ts checks. */
function documentsOf(call: unknown): readonly Readonly<Record<string, unknown>>[] {
  // safe: what the sampler sends
  return (call as { SamplingStatisticsDocuments: Record<string, unknown>[] }).SamplingStatisticsDocuments;
}

/** One count of all rules and reports together. */
const sumOf = (calls: readonly unknown[], field: string): number =>
  calls.flatMap(documentsOf).reduce((sum, document) => sum + Number(document[field]), 0);

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
  await eventually(() => expect(sampler.rules().source).toBe('proxy'));
  for (let round = 1; round <= 4; round += 1) {
    for (let request = 0; request < 25; request += 1) decide(sampler);
    await eventually(() => expect(reports).toBeGreaterThanOrEqual(round));
  }
  await eventually(() => expect(sumOf(taken, 'RequestCount')).toBe(100));
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
  await eventually(() => expect(sampler.rules().source).toBe('proxy'));
  decide(sampler);
  await eventually(() => expect(proxy.callsOf('/SamplingTargets').length).toBeGreaterThan(2));
  account.unprocessed = [];
  const reports = proxy.callsOf('/SamplingTargets').length;
  const fetches = proxy.callsOf('/GetSamplingRules').length;
  await eventually(() => expect(proxy.callsOf('/GetSamplingRules').length).toBeGreaterThan(fetches + 5));
  expect(proxy.callsOf('/SamplingTargets').length).toBeLessThanOrEqual(reports + 1);
  expect(sumOf(proxy.callsOf('/SamplingTargets'), 'RequestCount')).toBe(
    proxy.callsOf('/SamplingTargets').length,
  );
});

function createRules(url: string): RemoteRules {
  return createRemoteRules({
    api: createSamplingApi({
      proxy: { url, post: postByFetch },
      clientId: '0123456789abcdef01234567',
      timeoutMs: 5000,
      nowMs: Date.now,
    }),
    service: { serviceName: 'gateway', serviceType: undefined, resourceArn: undefined },
    rulesTtlMs: 1000,
    nowMs: Date.now,
    monotonicMs: () => 0,
    random: () => 0.5,
  });
}
const { signal } = new AbortController();

test('reports come in parts of 25 rules, all of them at once', async () => {
  const rules = Array.from({ length: 30 }, (_, index) =>
    rule({ name: `rule${index}`, urlPath: `/${index}`, fixedRate: 1 }),
  );
  await using proxy = await startProxy(createAccount(rules).answer);
  const remote = createRules(proxy.url);
  await remote.fetch(signal);
  for (const { sampler } of remote.active(0) ?? []) sampler.decide(0);
  await remote.report(signal);
  expect(proxy.callsOf('/SamplingTargets').map((call) => documentsOf(call).length)).toEqual([25, 6]);
  await remote.report(signal);
  expect(proxy.callsOf('/SamplingTargets')).toHaveLength(2);
});

test('rules are outdated from when X-Ray says so until they are asked for, unless that fails', async () => {
  const account = createAccount([everything]);
  await using proxy = await startProxy(account.answer);
  const remote = createRules(proxy.url);
  await remote.fetch(signal);
  expect(remote.areOutdated()).toBe(false);
  account.lastRuleModification = 2;
  decideByRules(remote.active(0) ?? [], {}, 0);
  await remote.report(signal);
  expect(remote.areOutdated()).toBe(true);

  await proxy.stop();
  const failing = remote.fetch(signal);
  expect(remote.areOutdated()).toBe(false);
  await expect(failing).rejects.toThrow('fetch failed');
  expect(remote.areOutdated()).toBe(true);

  await proxy.restart();
  await remote.fetch(signal);
  expect(remote.areOutdated()).toBe(false);
});

test('of two rules of one name the first counts', async () => {
  const account = createAccount([rule({ name: 'a', priority: 2 }), rule({ name: 'a', priority: 1 })]);
  await using proxy = await startProxy(account.answer);
  const remote = createRules(proxy.url);
  expect((await remote.fetch(signal)).rules).toEqual([rule({ name: 'a', priority: 2 })]);
  expect(remote.active(0)?.map(({ rule: { name, priority } }) => [name, priority])).toEqual([
    ['a', 2],
    ['Default', 10_000],
  ]);
});

test('a rule that changes decides by its new numbers and keeps its counts', async () => {
  const account = createAccount([rule({ name: 'a', fixedRate: 1 })]);
  await using proxy = await startProxy(account.answer);
  const remote = createRules(proxy.url);
  await remote.fetch(signal);
  expect(decideByRules(remote.active(0) ?? [], {}, 0).decision).toBe(2);
  account.rules = [rule({ name: 'a', fixedRate: 0 })];
  await remote.fetch(signal);
  expect(decideByRules(remote.active(0) ?? [], {}, 0).decision).toBe(0);
  await remote.report(signal);
  expect(documentsOf(proxy.callsOf('/SamplingTargets')[0])).toMatchObject([
    { RuleName: 'a', RequestCount: 2, SampledCount: 1 },
  ]);
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
  await eventually(() => expect(decidingRule(sampler)).toBe('everything'));
  await eventually(() => expect(proxy.callsOf('/SamplingTargets')).not.toEqual([]));
  account.rules = [rule({ name: 'new', fixedRate: 1 })];
  decide(sampler);
  expect(proxy.callsOf('/GetSamplingRules')).toHaveLength(1);
  account.lastRuleModification = 2;
  await eventually(() => {
    expect(decidingRule(sampler)).toBe('new');
  });
  const reports = proxy.callsOf('/SamplingTargets').length;
  await eventually(() => {
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
  await eventually(() => expect(sampler.rules().source).toBe('proxy'));
  decide(sampler);
  await eventually(() => expect(proxy.callsOf('/SamplingTargets')).toHaveLength(1));
  decide(sampler);
  // Five seconds early is early enough: reports go out every ten.
  nowMs = 54_999;
  const fetches = proxy.callsOf('/GetSamplingRules').length;
  await eventually(() => expect(proxy.callsOf('/GetSamplingRules').length).toBeGreaterThan(fetches + 5));
  expect(proxy.callsOf('/SamplingTargets')).toHaveLength(1);
  nowMs = 55_000;
  await eventually(() => expect(proxy.callsOf('/SamplingTargets')).toHaveLength(2));
});

test('reports bear one client id of 24 hex digits', async () => {
  await using proxy = await startProxy(createAccount([everything]).answer);
  using created = createSampler({ proxy: { url: proxy.url, post: postByFetch } });
  const { sampler } = created;
  sampler.start();
  await eventually(() => {
    decide(sampler);
    expect(proxy.callsOf('/SamplingTargets').length).toBeGreaterThan(2);
  });
  const ids = proxy
    .callsOf('/SamplingTargets')
    .map((body) => /"ClientID":"([^"]*)"/.exec(JSON.stringify(body))?.[1]);
  expect(new Set(ids).size).toBe(1);
  expect(ids[0]).toMatch(/^[0-9a-f]{24}$/);
});
