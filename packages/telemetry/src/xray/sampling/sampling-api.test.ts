import { describe, expect, test } from 'vitest';
import { postByFetch } from '../../delivery/fetch-transport.ts';
import type { HttpTransport } from '../../delivery/http-transport.ts';
import { createNodeHttpTransport } from '../../node/http-transport.ts';
import { rule, toJson } from './fixtures/rule.ts';
import { startProxy } from './fixtures/start-proxy.ts';
import { createSamplingApi, type SamplingApi } from './sampling-api.ts';

const never = new AbortController().signal;
const clientId = '0123456789abcdef01234567';
const api = (url: string, options: { timeoutMs?: number; post?: HttpTransport } = {}): SamplingApi =>
  createSamplingApi({
    proxy: { url, post: options.post ?? postByFetch },
    clientId,
    timeoutMs: options.timeoutMs ?? 10_000,
    nowMs: () => 1_763_700_000_500,
  });
const hang: HttpTransport = () => new Promise(() => undefined);
const record = (name: string): object => ({ SamplingRule: toJson(rule({ name })), ModifiedAt: 1 });
const tokenOf = (body: unknown): unknown =>
  typeof body === 'object' && body !== null ? Reflect.get(body, 'NextToken') : undefined;

describe('getRules', () => {
  test('asks for page after page', async () => {
    await using proxy = await startProxy(({ body }) =>
      tokenOf(body) === undefined
        ? { SamplingRuleRecords: [record('a'), record('b')], NextToken: 'second' }
        : { SamplingRuleRecords: [record('c')] },
    );
    const { rules } = await api(proxy.url).getRules(never);
    expect(rules.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(proxy.calls).toEqual([
      { path: '/GetSamplingRules', body: {} },
      { path: '/GetSamplingRules', body: { NextToken: 'second' } },
    ]);
  });

  test('gives up on pages without end', async () => {
    await using proxy = await startProxy(() => ({ SamplingRuleRecords: [record('a')], NextToken: 'again' }));
    await expect(api(proxy.url).getRules(never)).rejects.toThrow('more than 20 pages');
    expect(proxy.calls).toHaveLength(21);
  });

  test('works over the transport of Node as well', async () => {
    await using proxy = await startProxy(() => ({ SamplingRuleRecords: [record('a')] }));
    const transport = createNodeHttpTransport();
    const { rules } = await api(proxy.url, { post: transport.post }).getRules(never);
    transport.close();
    expect(rules.map(({ name }) => name)).toEqual(['a']);
  });
});

test('getTargets reports in the form of the API', async () => {
  await using proxy = await startProxy(() => ({
    SamplingTargetDocuments: [{ RuleName: 'Cruddur', FixedRate: 0.5 }],
    UnprocessedStatistics: [{ RuleName: 'Other' }],
  }));
  const counts = { requests: 3, sampled: 2, borrowed: 1 };
  const targets = await api(proxy.url).getTargets([{ ruleName: 'Cruddur', counts }], never);
  expect(targets.targets).toMatchObject([{ ruleName: 'Cruddur', fixedRate: 0.5 }]);
  expect(targets.unprocessedRules).toEqual(new Set(['Other']));
  expect(proxy.calls).toEqual([
    {
      path: '/SamplingTargets',
      body: {
        SamplingStatisticsDocuments: [
          {
            RuleName: 'Cruddur',
            ClientID: clientId,
            Timestamp: 1_763_700_000.5,
            RequestCount: 3,
            SampledCount: 2,
            BorrowCount: 1,
          },
        ],
      },
    },
  ]);
});

describe('no answer', () => {
  test.for<readonly [name: string, status: number, body: string, reason: string]>([
    ['an error that says why', 403, '{"message":"not authorized"}', 'HTTP 403: not authorized'],
    ['an error that does not', 502, 'Bad Gateway', 'HTTP 502'],
    ['text', 200, '<html></html>', 'the answer has no sampling rules'],
    ['half of a document', 200, '{"SamplingRuleRecords":[', 'the answer has no sampling rules'],
    ['another document', 200, '{"SamplingTargetDocuments":[]}', 'the answer has no sampling rules'],
    ['nothing', 200, '', 'the answer has no sampling rules'],
    ['a redirect', 302, '', 'HTTP 302'],
    ['too much', 200, JSON.stringify({ SamplingRuleRecords: ' '.repeat(100_000) }), 'the answer is too long'],
  ])('%s', async ([, status, body, reason]) => {
    await using proxy = await startProxy((_, response) => {
      response.writeHead(status).end(body);
    });
    await expect(api(proxy.url).getRules(never)).rejects.toThrow(new Error(reason));
  });

  test('of a server that does not answer in time', async () => {
    await using proxy = await startProxy(() => undefined);
    await expect(api(proxy.url, { timeoutMs: 50 }).getRules(never)).rejects.toThrow('no answer in 50 ms');
  });

  test('of a server that never ends its answer', async () => {
    await using proxy = await startProxy((_, response) => {
      response.writeHead(200).write('{');
    });
    await expect(api(proxy.url, { timeoutMs: 50 }).getRules(never)).rejects.toThrow('no answer in 50 ms');
  });

  test('of a transport that does not heed its signal', async () => {
    await expect(api('http://proxy', { post: hang, timeoutMs: 10 }).getRules(never)).rejects.toThrow(
      'no answer',
    );
  });

  test('when stopped before and meanwhile', async () => {
    await using proxy = await startProxy(() => undefined);
    await expect(api(proxy.url).getRules(AbortSignal.abort())).rejects.toThrow('stopped');
    const stop = new AbortController();
    const rules = api(proxy.url).getRules(stop.signal);
    stop.abort();
    await expect(rules).rejects.toThrow('stopped');
  });
});
