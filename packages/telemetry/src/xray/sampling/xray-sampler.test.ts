import { ROOT_CONTEXT, SpanKind, type Attributes } from '@opentelemetry/api';
import * as fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { postByFetch } from '../../delivery/fetch-transport.ts';
import type { HttpTransport } from '../../delivery/http-transport.ts';
import { createLogger } from '../../log/create-logger.ts';
import type { LogRecord } from '../../log/logger.ts';
import { createSeededRandom } from './fixtures/random.ts';
import { rule, toJson } from './fixtures/rule.ts';
import { startProxy, type ProxyCall } from './fixtures/start-proxy.ts';
import { defaultRule, type SamplingRule } from './sampling-rule.ts';
import { createXRaySampler, type XRaySampler, type XRaySamplerOptions } from './xray-sampler.ts';

interface Started {
  readonly sampler: XRaySampler;
  readonly log: readonly LogRecord[];
  readonly warnings: () => readonly string[];
}

/** Soon enough for a test; only the tests of a clock have one that stands still. */
const polling = {
  rulesIntervalMs: 20,
  targetsIntervalMs: 20,
  rulesTtlMs: 60_000,
  timeoutMs: 5000,
  firstRetryMs: 10,
  maxRetryMs: 40,
};
const disposables: Disposable[] = [];
afterEach(() => {
  for (const disposable of disposables.splice(0)) disposable[Symbol.dispose]();
});

function create(options: Partial<XRaySamplerOptions> = {}): Started {
  const log: LogRecord[] = [];
  const sampler = createXRaySampler({
    serviceName: 'gateway',
    serviceType: undefined,
    localRules: [],
    log: createLogger({ level: 'info', nowMs: Date.now, write: (record) => log.push(record) }),
    random: createSeededRandom(1),
    polling,
    ...options,
  });
  disposables.push(sampler);
  return {
    sampler,
    log,
    warnings: () => log.filter(({ level }) => level === 'warn').map(({ body }) => body),
  };
}

const decide = (sampler: XRaySampler, attributes: Attributes = {}): Readonly<Attributes> | undefined =>
  sampler.shouldSample(ROOT_CONTEXT, 'f'.repeat(32), 'GET', SpanKind.SERVER, attributes, []).attributes;
const decidingRule = (sampler: XRaySampler, attributes: Attributes = {}): unknown =>
  decide(sampler, attributes)?.['aws.xray.sampling_rule'];

/** Answers both calls of a sampler by these rules and targets, which a test may change. */
function createAccount(rules: readonly SamplingRule[]): {
  rules: readonly SamplingRule[];
  targets: readonly object[];
  lastRuleModification: number;
  unprocessed: readonly object[];
  readonly answer: (call: ProxyCall) => unknown;
} {
  const account = {
    rules,
    targets: [] as readonly object[],
    lastRuleModification: 1,
    unprocessed: [] as readonly object[],
    answer: ({ path }: ProxyCall): unknown =>
      path === '/GetSamplingRules'
        ? {
            SamplingRuleRecords: account.rules.map((each) => ({ SamplingRule: toJson(each), ModifiedAt: 1 })),
          }
        : {
            SamplingTargetDocuments: account.targets,
            LastRuleModification: account.lastRuleModification,
            UnprocessedStatistics: account.unprocessed,
          },
  };
  return account;
}

const everything = rule({ name: 'everything', fixedRate: 1 });
const nothing = rule({ name: 'nothing', fixedRate: 0 });

describe('without a proxy', () => {
  test('the local rules decide, the first that matches', () => {
    const { sampler } = create({
      localRules: [
        rule({ name: 'all', priority: 2, fixedRate: 1 }),
        rule({ name: 'health', priority: 1, urlPath: '/api/health-check' }),
        rule({ name: 'posts', priority: 1, httpMethod: 'POST', fixedRate: 1 }),
      ],
    });
    expect(decidingRule(sampler, { 'url.path': '/' })).toBe('all');
    expect(decidingRule(sampler, { 'url.path': '/', 'http.request.method': 'POST' })).toBe('posts');
    expect(decidingRule(sampler, { 'url.path': '/api/health-check' })).toBeUndefined();
    expect(sampler.rules()).toMatchObject({
      source: 'local',
      rules: [{ name: 'health' }, { name: 'posts' }, { name: 'all' }, { name: 'Default' }],
    });
  });

  test('and without local rules one a second and 5 % of the rest', () => {
    let nowMs = 0;
    const { sampler } = create({ monotonicMs: () => nowMs });
    expect(sampler.rules()).toEqual({ source: 'default', rules: [defaultRule] });
    const by: unknown[] = [];
    for (; nowMs < 100_000; nowMs += 10) by.push(decide(sampler)?.['cruddur.sampling.decided_by']);
    expect(by.filter((reason) => reason === 'reservoir')).toHaveLength(100);
    const byRate = by.filter((reason) => reason === 'fixed_rate').length;
    expect(Math.abs(byRate - 9900 * 0.05)).toBeLessThan(4 * Math.sqrt(9900 * 0.05 * 0.95));
  });

  test('no rule samples more than its reservoir when its rate is 0, whatever the clock does', () => {
    const steps = fc.array(fc.integer({ min: -3000, max: 3000 }), { maxLength: 200 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 5 }), (stepsMs, reservoirSize) => {
        let nowMs = 1_000_000;
        const { sampler } = create({
          localRules: [rule({ reservoirSize })],
          monotonicMs: () => nowMs,
        });
        const sampled = new Map<number, number>();
        for (const stepMs of stepsMs) {
          nowMs += stepMs;
          const second = Math.floor(nowMs / 1000);
          if (decide(sampler) !== undefined) sampled.set(second, (sampled.get(second) ?? 0) + 1);
        }
        expect(Math.max(0, ...sampled.values())).toBeLessThanOrEqual(reservoirSize);
      }),
    );
  });

  test('a rule for another service is reported at start, once', () => {
    const { sampler, log } = create({
      localRules: [
        rule({ name: 'ours', serviceName: 'Gate*' }),
        rule({ name: 'seed', serviceName: 'Cruddur' }),
      ],
    });
    expect(log).toEqual([]);
    sampler.start();
    sampler.start();
    expect(log).toMatchObject([
      {
        level: 'warn',
        body: 'X-Ray sampling rule "seed" is for the service "Cruddur" and decides nothing in "gateway"',
        attributes: { rule: 'seed', serviceName: 'gateway' },
      },
    ]);
  });
});

describe('with a proxy', () => {
  test("the account's rules take over from the local ones", async () => {
    const account = createAccount([everything, rule({ name: 'Default' })]);
    await using proxy = await startProxy(account.answer);
    const { sampler, warnings } = create({
      localRules: [nothing],
      proxy: { url: proxy.url, post: postByFetch },
    });
    expect(decidingRule(sampler)).toBeUndefined();
    expect(proxy.calls).toEqual([]);
    sampler.start();
    await vi.waitFor(() => expect(sampler.rules().source).toBe('proxy'));
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
    const { sampler } = create({
      proxy: { url: proxy.url, post: postByFetch },
      nowMs: () => nowMs,
      monotonicMs: () => nowMs,
      polling: { ...polling, rulesTtlMs: 3_600_000 },
    });
    sampler.start();
    await vi.waitFor(() => expect(sampler.rules().source).toBe('proxy'));
    expect(decide(sampler)?.['cruddur.sampling.decided_by']).toBe('borrow');
    await vi.waitFor(() => expect(proxy.callsOf('/SamplingTargets')).toHaveLength(1));
    nowMs += 1000;
    await vi.waitFor(() => {
      expect(decide(sampler)?.['cruddur.sampling.decided_by']).toBe('reservoir');
    });

    nowMs += 1000;
    sampler[Symbol.dispose]();
    const by: unknown[] = [];
    for (let request = 0; request < 10_000; request += 1) {
      by.push(decide(sampler)?.['cruddur.sampling.decided_by']);
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
    const { sampler, log } = create({
      localRules: [nothing],
      proxy: { url: proxy.url, post: postByFetch },
    });
    sampler.start();
    await vi.waitFor(() => expect(decidingRule(sampler)).toBe('everything'));

    await proxy.stop();
    await vi.waitFor(() => expect(log.some(({ body }) => body.includes('failed'))).toBe(true));
    expect(decidingRule(sampler)).toBe('everything');

    account.rules = [rule({ name: 'renamed', fixedRate: 1 })];
    await proxy.restart();
    await vi.waitFor(() => expect(decidingRule(sampler)).toBe('renamed'));
    await vi.waitFor(() => expect(log.some(({ body }) => body.includes('works again'))).toBe(true));
  });

  test('away for longer than rules are good for: the local rules, after them the default', async () => {
    for (const [localRules, source] of [
      [[nothing], 'local'],
      [[], 'default'],
    ] as const) {
      let nowMs = 0;
      await using proxy = await startProxy(createAccount([everything]).answer);
      const { sampler, warnings } = create({
        localRules,
        proxy: { url: proxy.url, post: postByFetch },
        monotonicMs: () => nowMs,
      });
      sampler.start();
      await vi.waitFor(() => expect(sampler.rules().source).toBe('proxy'));
      await proxy.stop();
      await vi.waitFor(() => expect(warnings()).not.toEqual([]));
      nowMs += polling.rulesTtlMs - 1;
      expect(sampler.rules().source).toBe('proxy');
      nowMs += 1;
      expect(sampler.rules().source).toBe(source);
      expect(decidingRule(sampler)).not.toBe('everything');
      await vi.waitFor(() => {
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
    const { sampler, log } = create({ localRules: [everything], proxy: { url: proxy.url, post } });
    sampler.start();
    expect(decidingRule(sampler)).toBe('everything');
    await vi.waitFor(() => expect(attempts).toBeGreaterThan(3));
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
    const { sampler } = create({ proxy: { url: proxy.url, post: postByFetch } });
    sampler.start();
    await vi.waitFor(() => expect(decidingRule(sampler)).toBe('everything'));
    for (const text of ['<html>', '[]', '{"SamplingRuleRecords":[{}]}', 'x'.repeat(200_000)]) {
      nonsense = text;
      const calls = proxy.calls.length;
      await vi.waitFor(() => expect(proxy.calls.length).toBeGreaterThan(calls + 2));
      expect(decidingRule(sampler)).toBe('everything');
    }
  });

  test("another service's rules and rules that cannot be read are named at every change of them", async () => {
    const account = createAccount([everything, rule({ name: 'other', serviceName: 'other' })]);
    await using proxy = await startProxy((call) => {
      const answer = account.answer(call);
      if (call.path === '/GetSamplingRules') {
        // safe: the account's answer to this call has records
        (answer as { SamplingRuleRecords: unknown[] }).SamplingRuleRecords.push({ SamplingRule: 7 });
      }
      return answer;
    });
    const { sampler, warnings } = create({ proxy: { url: proxy.url, post: postByFetch } });
    sampler.start();
    await vi.waitFor(() => expect(proxy.callsOf('/GetSamplingRules').length).toBeGreaterThan(3));
    const first = [
      'X-Ray sampling rule "other" is for the service "other" and decides nothing in "gateway"',
      'an X-Ray sampling rule is left out: $.SamplingRuleRecords[2].SamplingRule is 7, ' +
        'expected a sampling rule, an object',
    ];
    expect(warnings()).toEqual(first);
    account.rules = [rule({ name: 'another', serviceName: 'other' })];
    await vi.waitFor(() => expect(warnings()).toHaveLength(4));
    expect(warnings()[2]).toContain('"another"');
  });
});

/** One count of all rules and reports together. */
const sumOf = (calls: readonly unknown[], field: string): number =>
  calls
    // safe: what the sampler sends, in the form that sampling-api.test.ts checks
    .flatMap(
      (call) =>
        (call as { SamplingStatisticsDocuments: Record<string, number>[] }).SamplingStatisticsDocuments,
    )
    .reduce((sum, document) => sum + (document[field] ?? 0), 0);

describe('reports', () => {
  test('count every request once, although some reports fail', async () => {
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
    const { sampler, warnings } = create({ proxy: { url: proxy.url, post: postByFetch } });
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

  test('repeat what X-Ray could not process, and stop when there is nothing new', async () => {
    const account = createAccount([everything]);
    account.unprocessed = [{ RuleName: 'everything', ErrorCode: '500' }];
    await using proxy = await startProxy(account.answer);
    const { sampler } = create({ proxy: { url: proxy.url, post: postByFetch } });
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

  test('come in parts of 25 rules', async () => {
    const rules = Array.from({ length: 30 }, (_, index) =>
      rule({ name: `rule${index}`, urlPath: `/${index}`, fixedRate: 1 }),
    );
    await using proxy = await startProxy(createAccount(rules).answer);
    const { sampler } = create({
      proxy: { url: proxy.url, post: postByFetch },
      polling: { ...polling, targetsIntervalMs: 100 },
    });
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

  test('bring new rules at once when X-Ray says that they changed', async () => {
    const account = createAccount([everything]);
    await using proxy = await startProxy(account.answer);
    const { sampler } = create({
      proxy: { url: proxy.url, post: postByFetch },
      polling: { ...polling, rulesIntervalMs: 3_600_000 },
    });
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

  test('wait for as long as the target says', async () => {
    let nowMs = 0;
    const account = createAccount([everything]);
    account.targets = [{ RuleName: 'everything', Interval: 60 }];
    await using proxy = await startProxy(account.answer);
    const { sampler } = create({
      proxy: { url: proxy.url, post: postByFetch },
      nowMs: () => nowMs,
      monotonicMs: () => nowMs,
    });
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

  test('bear one client id of 24 hex digits', async () => {
    await using proxy = await startProxy(createAccount([everything]).answer);
    const { sampler } = create({ proxy: { url: proxy.url, post: postByFetch } });
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
});

describe('disposed', () => {
  test('it asks no more, says nothing, and still decides', async () => {
    const account = createAccount([everything]);
    await using proxy = await startProxy(account.answer);
    const { sampler, log } = create({ proxy: { url: proxy.url, post: postByFetch } });
    sampler.start();
    await vi.waitFor(() => expect(sampler.rules().source).toBe('proxy'));
    sampler[Symbol.dispose]();
    sampler[Symbol.dispose]();
    sampler.start();
    await proxy.stop();
    const said = log.length;
    expect(decidingRule(sampler)).toBe('everything');
    expect(log).toHaveLength(said);
  });

  test('in the middle of a call it leaves no timer, and before its start it never starts', async () => {
    vi.useFakeTimers();
    try {
      const aborted: boolean[] = [];
      const post: HttpTransport = ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            aborted.push(true);
            reject(new Error('aborted'));
          });
        });
      const { sampler, log } = create({ proxy: { url: 'http://proxy', post } });
      sampler.start();
      await vi.advanceTimersByTimeAsync(10);
      expect(vi.getTimerCount()).toBeGreaterThan(0);
      sampler[Symbol.dispose]();
      await vi.advanceTimersByTimeAsync(10);
      expect(aborted).toEqual([true]);
      expect(vi.getTimerCount()).toBe(0);
      expect(log).toEqual([]);

      const { sampler: unused } = create({ proxy: { url: 'http://proxy', post } });
      unused[Symbol.dispose]();
      unused.start();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

test('asks for the attributes and names itself', () => {
  const { sampler } = create();
  expect(sampler.ignoresAttributes).not.toBe(true);
  expect(sampler.toString()).toBe('XRay');
});
