import { expect, test } from 'vitest';
import { postByFetch } from '../../delivery/fetch-transport.ts';
import type { HttpTransport } from '../../delivery/http-transport.ts';
import { createAccount, everything, nothing } from './fixtures/account.ts';
import { createSampler, decidedBy, decidingRule, polling } from './fixtures/create-sampler.ts';
import { eventually } from './fixtures/eventually.ts';
import { rule } from './fixtures/rule.ts';
import { startProxy } from './fixtures/start-proxy.ts';

test("the account's rules take over from the local ones", async () => {
  const account = createAccount([everything, rule({ name: 'Default' })]);
  await using proxy = await startProxy(account.answer);
  using created = createSampler({
    localRules: [nothing],
    proxy: { url: proxy.url, post: postByFetch },
  });
  const { sampler, warnings } = created;
  expect(decidingRule(sampler)).toBeUndefined();
  expect(proxy.calls).toEqual([]);
  sampler.start();
  await eventually(() => expect(sampler.rules().source).toBe('proxy'));
  expect(decidingRule(sampler)).toBe('everything');
  expect(warnings()).toEqual([]);
});

test('of 10,000 requests samples its quota a second and a tenth of the others', async () => {
  const cruddur = rule({ name: 'Cruddur', reservoirSize: 50, fixedRate: 0.9 });
  const account = createAccount([cruddur]);
  let nowMs = 1_763_700_000_000;
  const quotaEnds = nowMs / 1000 + 51;
  account.targets = [
    { RuleName: 'Cruddur', FixedRate: 0.1, ReservoirQuota: 5, ReservoirQuotaTTL: quotaEnds, Interval: 10 },
  ];
  await using proxy = await startProxy(account.answer);
  using created = createSampler({
    proxy: { url: proxy.url, post: postByFetch },
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    polling: { ...polling, rulesTtlMs: 3_600_000 },
  });
  const { sampler } = created;
  sampler.start();
  await eventually(() => expect(sampler.rules().source).toBe('proxy'));
  expect(decidedBy(sampler)).toBe('borrow');
  await eventually(() => expect(proxy.callsOf('/SamplingTargets')).toHaveLength(1));
  nowMs += 1000;
  await eventually(() => {
    expect(decidedBy(sampler)).toBe('reservoir');
  });

  nowMs += 1000;
  sampler[Symbol.dispose]();
  const by: unknown[] = [];
  for (let request = 0; request < 10_000; request += 1) {
    by.push(decidedBy(sampler));
    nowMs += 10;
  }
  // 49 seconds of quota, 51 of borrowing.
  expect(by.filter((reason) => reason === 'reservoir')).toHaveLength(49 * 5);
  expect(by.filter((reason) => reason === 'borrow')).toHaveLength(51);
  const trials = 10_000 - 49 * 5 - 51;
  const byRate = by.filter((reason) => reason === 'fixed_rate').length;
  expect(Math.abs(byRate - trials * 0.1)).toBeLessThan(4 * Math.sqrt(trials * 0.1 * 0.9));
});

test('stopped and restarted meanwhile: the last rules stay, then the new ones come', async () => {
  const account = createAccount([everything]);
  await using proxy = await startProxy(account.answer);
  using created = createSampler({
    localRules: [nothing],
    proxy: { url: proxy.url, post: postByFetch },
  });
  const { sampler, log } = created;
  sampler.start();
  await eventually(() => expect(decidingRule(sampler)).toBe('everything'));

  await proxy.stop();
  await eventually(() => expect(log.some(({ body }) => body.includes('failed'))).toBe(true));
  expect(decidingRule(sampler)).toBe('everything');

  account.rules = [rule({ name: 'renamed', fixedRate: 1 })];
  await proxy.restart();
  await eventually(() => expect(decidingRule(sampler)).toBe('renamed'));
  await eventually(() => expect(log.some(({ body }) => body.includes('works again'))).toBe(true));
});

test('away for longer than rules are good for: the local rules, after them the default', async () => {
  for (const [localRules, source] of [
    [[nothing], 'local'],
    [[], 'default'],
  ] as const) {
    let nowMs = 0;
    await using proxy = await startProxy(createAccount([everything]).answer);
    using created = createSampler({
      localRules,
      proxy: { url: proxy.url, post: postByFetch },
      monotonicMs: () => nowMs,
    });
    const { sampler, warnings } = created;
    sampler.start();
    await eventually(() => expect(sampler.rules().source).toBe('proxy'));
    await proxy.stop();
    await eventually(() => expect(warnings()).not.toEqual([]));
    nowMs += polling.rulesTtlMs - 1;
    expect(sampler.rules().source).toBe('proxy');
    nowMs += 1;
    expect(sampler.rules().source).toBe(source);
    expect(decidingRule(sampler)).not.toBe('everything');
    await eventually(() => {
      expect(warnings().some((body) => body.includes(`sampled by the ${source} rules`))).toBe(true);
    });
  }
});

test('away from the beginning: said once, with what happens meanwhile', async () => {
  await using proxy = await startProxy(() => undefined);
  await proxy.stop();
  let attempts = 0;
  const post: HttpTransport = (request) => {
    attempts += 1;
    return postByFetch(request);
  };
  using created = createSampler({ localRules: [everything], proxy: { url: proxy.url, post } });
  const { sampler, log } = created;
  sampler.start();
  expect(decidingRule(sampler)).toBe('everything');
  await eventually(() => expect(attempts).toBeGreaterThan(3));
  expect(log.map(({ level, body }) => [level, body])).toEqual([
    [
      'warn',
      `fetching X-Ray's sampling rules from ${proxy.url} failed: requests are sampled by the local rules`,
    ],
  ]);
});

test('answers that make no sense leave the rules as they were', async () => {
  const account = createAccount([everything]);
  let nonsense: string | undefined;
  await using proxy = await startProxy((call, response) => {
    if (nonsense === undefined) return account.answer(call);
    response.end(nonsense);
    return undefined;
  });
  using created = createSampler({ proxy: { url: proxy.url, post: postByFetch } });
  const { sampler } = created;
  sampler.start();
  await eventually(() => expect(decidingRule(sampler)).toBe('everything'));
  for (const text of ['<html>', '[]', '{"SamplingRuleRecords":[{}]}', 'x'.repeat(200_000)]) {
    nonsense = text;
    const calls = proxy.calls.length;
    await eventually(() => expect(proxy.calls.length).toBeGreaterThan(calls + 2));
    expect(decidingRule(sampler)).toBe('everything');
  }
});

test('rules that cannot be read are named at every change of them, those for other services are no warning', async () => {
  const account = createAccount([everything, rule({ name: 'other', serviceName: 'other' })]);
  await using proxy = await startProxy((call) => {
    const answer = account.answer(call);
    if (call.path === '/GetSamplingRules') {
      // safe: the account's answer to this call has records
      (answer as { SamplingRuleRecords: unknown[] }).SamplingRuleRecords.push({ SamplingRule: 7 });
    }
    return answer;
  });
  using created = createSampler({ proxy: { url: proxy.url, post: postByFetch } });
  const { sampler, warnings } = created;
  sampler.start();
  await eventually(() => expect(proxy.callsOf('/GetSamplingRules').length).toBeGreaterThan(3));
  expect(warnings()).toEqual([
    'an X-Ray sampling rule is left out: $.SamplingRuleRecords[2].SamplingRule is 7, ' +
      'expected a sampling rule, an object',
  ]);
  account.rules = [rule({ name: 'another', serviceName: 'other' })];
  await eventually(() => expect(warnings()).toHaveLength(3));
  expect(warnings()[1]).toContain('is for the service "gateway"');
  expect(warnings()[2]).toContain('$.SamplingRuleRecords[1].SamplingRule');
});
