import { createSpan, createTwoServiceTrace } from '@cruddur/trace-model/testing';
import { expect, it } from 'vitest';
import type { SpanContract } from './contract/span-contract.ts';
import { traceContract } from './contract/trace-contract.ts';
import { expectTrace, expectTraceSoon } from './expect-trace.ts';
import { TraceContractError } from './report/trace-contract-error.ts';

const home: SpanContract = {
  kind: 'server',
  name: 'GET /api/activities/home',
  service: 'gateway',
  children: [
    {
      kind: 'client',
      children: [
        {
          kind: 'server',
          service: 'activities',
          children: [
            {
              name: 'home-activities-mock-data',
              children: [{ kind: 'client', name: { matching: '^SELECT' } }],
            },
          ],
        },
      ],
    },
  ],
};

/** The message of what is thrown, or `satisfied`. */
function judge(contract: SpanContract, ...spans: Parameters<typeof createSpan>[0][]): string {
  try {
    expectTrace(spans.map(createSpan)).toSatisfy(contract);
    return 'satisfied';
  } catch (error) {
    if (!(error instanceof TraceContractError)) throw error;
    return error.message;
  }
}

it('is satisfied by the whole trace of two services', () => {
  const trace = expectTrace(createTwoServiceTrace());
  expect(() => trace.toSatisfy(home)).not.toThrow();
  const provider: SpanContract = { kind: 'server', service: 'activities' };
  expect(() =>
    trace.toSatisfy(traceContract({ consumer: { kind: 'client', name: 'GET' }, provider })),
  ).not.toThrow();
  expect(() =>
    trace.toSatisfy(traceContract({ consumer: { kind: 'client', name: 'POST' }, provider })),
  ).toThrow('missing in the trace: CLIENT "POST"');
});

it('shows the tree with a mark at each span, and what is wrong below it', () => {
  const spans = createTwoServiceTrace().filter(({ spanId }) => spanId !== '4');
  expect(() => expectTrace(spans).toSatisfy(home)).toThrow(
    [
      'trace contract broken',
      '✗ missing below SERVER "GET /api/activities/home": "home-activities-mock-data"; there is nothing',
      'spans:',
      '  trace 0af7651916cd43dd8448eb211c80319c',
      '    ✓ gateway SERVER "GET /api/activities/home" 1, 20.0 ms',
      '      ✓ gateway CLIENT "GET" 2, 16.0 ms',
      '        ✗ activities SERVER "GET /api/activities/home" 3, 11.0 ms',
      '            missing below SERVER "GET /api/activities/home": "home-activities-mock-data"; there is nothing',
      '    ✓ activities CLIENT "SELECT activities" 5, parent 4, 5.00 ms',
    ].join('\n'),
  );
});

it.each<[string, SpanContract, Parameters<typeof createSpan>[0], string]>([
  ['an exact attribute', { attributes: { a: 1 } }, { attributes: { a: 2 } }, 'a: expected 1, found 2'],
  ['a text for a number', { attributes: { a: 1 } }, { attributes: { a: '1' } }, 'a: expected 1, found "1"'],
  ['an absent attribute', { attributes: { a: { any: true } } }, {}, 'a: expected any value, found nothing'],
  ['a type', { attributes: { a: { type: 'number' } } }, { attributes: { a: 'x' } }, 'expected a number'],
  ['a choice', { attributes: { a: { oneOf: ['x', 'y'] } } }, { attributes: { a: 'z' } }, 'one of "x", "y"'],
  ['a pattern', { attributes: { a: { matching: '^x' } } }, { attributes: { a: 'yx' } }, 'expected /^x/'],
  [
    'a forbidden key',
    { forbidden: ['user.email'] },
    { attributes: { 'user.email': 'a@b' } },
    'user.email: forbidden',
  ],
  [
    'a forbidden family',
    { forbidden: ['enduser.*'] },
    { attributes: { 'enduser.id': 1 } },
    'enduser.id: forbidden',
  ],
  ['the status', { status: 'unset' }, { status: 'error' }, 'status: expected UNSET, found ERROR'],
  ['an event', { events: [{ name: 'exception' }] }, {}, 'event "exception" is missing'],
  ['a link', { links: [{ spanId: 'b7ad6b7169203331' }] }, {}, 'links: expected 1, found 0'],
  [
    'one link too many',
    { links: [] },
    { links: [{ traceId: '1', spanId: '2', traceState: '', attributes: {} }] },
    'links: expected 0, found 1',
  ],
  ['the time', { maxMs: 5 }, { startMs: 0, endMs: 6 }, 'took 6.0 ms, at most 5 ms agreed'],
  ['the kind', { kind: 'server' }, { kind: 'client' }, 'missing at the root of the trace: SERVER span'],
  ['what must not be', { name: 'span', count: 0 }, {}, 'expected 0 of "span"'],
])('judges %s', (_, contract, span, message) => {
  expect(judge(contract, span)).toContain(message);
});

it('never shows the value of a forbidden attribute, nor one that nobody asked about', () => {
  const attributes = { 'user.email': 'picard@enterprise', 'url.query': 'token=secret' };
  const message = judge({ forbidden: ['user.email'] }, { attributes });
  expect(message).not.toContain('picard');
  expect(message).not.toContain('secret');
});

it('counts two equal children', () => {
  const parent = { spanId: '1' };
  const child = { parentSpanId: '1', name: 'query' };
  const contract: SpanContract = { name: 'span', children: [{ name: 'query', count: 2 }] };
  expect(judge(contract, parent, { ...child, spanId: '2' }, { ...child, spanId: '3' })).toBe('satisfied');
  expect(judge(contract, parent, { ...child, spanId: '2' })).toContain('expected 2 of "query"');
});

it('waits for what the contract names, and rejects with what there was', async () => {
  const all = createTwoServiceTrace();
  let looks = 0;
  const arriving = (): typeof all => all.slice(0, (looks += 1));
  await expect(expectTraceSoon(arriving).toSatisfy(home)).resolves.toHaveLength(5);
  await expect(expectTraceSoon(() => all.slice(0, 2), { timeoutMs: 30 }).toSatisfy(home)).rejects.toThrow(
    'missing below CLIENT "GET"',
  );
});

it('notices a span that comes after everything was there', async () => {
  let looks = 0;
  const late = (): ReturnType<typeof createSpan>[] =>
    (looks += 1) === 1 ? [createSpan({})] : [createSpan({}), createSpan({ spanId: '2' })];
  await expect(expectTraceSoon(late).toSatisfy({ name: 'span' })).rejects.toThrow('found 2');
});

it('wants nothing recorded of what is not sampled', () => {
  const contract = traceContract({ consumer: {}, provider: {}, sampled: false });
  expect(() => expectTrace([]).toSatisfy(contract)).not.toThrow();
  expect(() => expectTrace(createTwoServiceTrace()).toSatisfy(contract)).toThrow(
    'recorded although not sampled',
  );
});

/** The message of what is thrown at a CLIENT span 1 with these beside it, or `satisfied`. */
function judgeEdge(...spans: Parameters<typeof createSpan>[0][]): string {
  const contract = traceContract({ consumer: { name: 'GET' }, provider: { name: 'GET /items' } });
  try {
    expectTrace([{ spanId: '1', kind: 'client' as const, name: 'GET' }, ...spans].map(createSpan)).toSatisfy(
      contract,
    );
    return 'satisfied';
  } catch (error) {
    if (!(error instanceof TraceContractError)) throw error;
    return error.message;
  }
}
const server = { spanId: '2', parentSpanId: '1', kind: 'server', name: 'GET /items' } as const;

it('wants the SERVER span in the trace of its CLIENT span', () => {
  expect(judgeEdge(server)).toBe('satisfied');
  expect(judgeEdge({ ...server, traceId: 'f'.repeat(32) })).toContain(
    'missing below CLIENT "GET": SERVER "GET /items"; there is nothing',
  );
});

it('counts SERVER spans below the CLIENT span by kind alone', () => {
  expect(judgeEdge(server, { ...server, spanId: '3', name: 'GET' })).toContain(
    'expected 1 SERVER span below CLIENT "GET", found 2',
  );
  expect(judgeEdge(server, { ...server, spanId: '3', kind: 'internal', name: 'parse' })).toBe('satisfied');
});
