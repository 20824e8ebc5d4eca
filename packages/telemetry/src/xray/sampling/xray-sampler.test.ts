import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { postByFetch } from '../../delivery/fetch-transport.ts';
import type { HttpTransport } from '../../delivery/http-transport.ts';
import { createAccount, everything } from './fixtures/account.ts';
import { createSampler, decide, decidedBy, decidingRule } from './fixtures/create-sampler.ts';
import { eventually } from './fixtures/eventually.ts';
import { rule } from './fixtures/rule.ts';
import { startProxy } from './fixtures/start-proxy.ts';
import { defaultRule } from './sampling-rule.ts';

describe('without a proxy', () => {
  test('the local rules decide, the first that matches', () => {
    using created = createSampler({
      localRules: [
        rule({ name: 'all', priority: 2, fixedRate: 1 }),
        rule({ name: 'health', priority: 1, urlPath: '/api/health-check' }),
        rule({ name: 'posts', priority: 1, httpMethod: 'POST', fixedRate: 1 }),
      ],
    });
    const { sampler } = created;
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
    using created = createSampler({ monotonicMs: () => nowMs });
    const { sampler } = created;
    expect(sampler.rules()).toEqual({ source: 'default', rules: [defaultRule] });
    const by: unknown[] = [];
    for (; nowMs < 100_000; nowMs += 10) by.push(decidedBy(sampler));
    expect(by.filter((reason) => reason === 'reservoir')).toHaveLength(100);
    const byRate = by.filter((reason) => reason === 'fixed_rate').length;
    expect(Math.abs(byRate - 9900 * 0.05)).toBeLessThan(4 * Math.sqrt(9900 * 0.05 * 0.95));
  });

  test('no rule samples more than its reservoir when its rate is 0, whatever the clock does', () => {
    const steps = fc.array(fc.integer({ min: -3000, max: 3000 }), { maxLength: 200 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 5 }), (stepsMs, reservoirSize) => {
        let nowMs = 1_000_000;
        using created = createSampler({
          localRules: [rule({ reservoirSize })],
          monotonicMs: () => nowMs,
        });
        const { sampler } = created;
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
    using created = createSampler({
      localRules: [
        rule({ name: 'ours', serviceName: 'Gate*' }),
        rule({ name: 'seed', serviceName: 'Cruddur' }),
      ],
    });
    const { sampler, log } = created;
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

describe('disposed', () => {
  test('it asks no more, says nothing, and still decides', async () => {
    const account = createAccount([everything]);
    await using proxy = await startProxy(account.answer);
    using created = createSampler({ proxy: { url: proxy.url, post: postByFetch } });
    const { sampler, log } = created;
    sampler.start();
    await eventually(() => expect(sampler.rules().source).toBe('proxy'));
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
      using created = createSampler({ proxy: { url: 'http://proxy', post } });
      const { sampler, log } = created;
      sampler.start();
      await vi.advanceTimersByTimeAsync(10);
      expect(vi.getTimerCount()).toBeGreaterThan(0);
      sampler[Symbol.dispose]();
      await vi.advanceTimersByTimeAsync(10);
      expect(aborted).toEqual([true]);
      expect(vi.getTimerCount()).toBe(0);
      expect(log).toEqual([]);

      using other = createSampler({ proxy: { url: 'http://proxy', post } });
      const { sampler: unused } = other;
      unused[Symbol.dispose]();
      unused.start();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

test('asks for the attributes and names itself', () => {
  using created = createSampler();
  const { sampler } = created;
  expect(sampler.ignoresAttributes).not.toBe(true);
  expect(sampler.toString()).toBe('XRay');
});
