import * as fc from 'fast-check';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { formatDuration } from './format-duration.ts';
import { fitToColumns, toColumnCount, toSafeText } from './terminal-text.ts';
import { toWaterfallText, type WaterfallSpan, type WaterfallTrace } from './waterfall-text.ts';

function createWaterfallSpan(fields: Partial<WaterfallSpan>): WaterfallSpan {
  return {
    spanId: '1',
    parentMissing: false,
    name: 'GET /',
    kind: 'server',
    service: 'gateway',
    depth: 0,
    startOffsetMs: 0,
    durationMs: 20,
    status: 'unset',
    statusMessage: '',
    ...fields,
  };
}

function createTrace(spans: readonly WaterfallSpan[], fields: Partial<WaterfallTrace> = {}): WaterfallTrace {
  return {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    xrayTraceId: '1-0af76519-16cd43dd8448eb211c80319c',
    startTimeMs: 0,
    durationMs: 20,
    services: [
      { name: 'gateway', spanCount: 2 },
      { name: 'activities', spanCount: 1 },
    ],
    spanCount: spans.length,
    errorCount: 0,
    spans,
    hops: [],
    ...fields,
  };
}

const twoServices = createTrace(
  [
    createWaterfallSpan({ name: 'GET /api/activities/home' }),
    createWaterfallSpan({
      spanId: '2',
      name: 'GET',
      kind: 'client',
      depth: 1,
      startOffsetMs: 5,
      durationMs: 10,
    }),
    createWaterfallSpan({
      spanId: '3',
      name: 'home-activities-mock-data',
      kind: 'server',
      service: 'activities',
      depth: 2,
      startOffsetMs: 8,
      durationMs: 5,
      status: 'error',
      statusMessage: 'boom',
    }),
  ],
  {
    errorCount: 1,
    hops: [
      {
        serverSpanId: '3',
        fromService: 'gateway',
        toService: 'activities',
        requestGapMs: 3,
        responseGapMs: 2,
      },
    ],
  },
);

describe('toWaterfallText', { timeout: 30_000 }, () => {
  it('shows ids, services, spans, bars, the hop and the error', () => {
    expect(toWaterfallText(twoServices, { columns: 90, color: false })).toMatchInlineSnapshot(`
      "trace     0af7651916cd43dd8448eb211c80319c
      X-Ray     1-0af76519-16cd43dd8448eb211c80319c
      services  gateway 2, activities 1
      2 services · 3 spans · 1 error · 20.0 ms · 1970-01-01T00:00:00.000Z

      gateway    SERVER GET /api/activities/home        |████████████████████████|     20.0 ms
      gateway      CLIENT GET                           |      ████████████      |     10.0 ms
                     ↓ gateway → activities  request 3.00 ms, response 2.00 ms
      activities     SERVER home-activities-mock-data   |         ██████         |     5.00 ms ✗
                     ✗ boom
      "
    `);
  });

  it('says the same with colour', () => {
    const colored = toWaterfallText(twoServices, { columns: 90, color: true });
    expect(colored).toContain('\u{1b}[31m');
    expect(stripVTControlCharacters(colored)).toBe(
      toWaterfallText(twoServices, { columns: 90, color: false }),
    );
  });

  it('never lets text steer the terminal, and keeps every line inside the columns', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('\u{1b}]0;owned\u{7}', '\u{9b}2J', 'a\nb\rc', '\u{202e}gnp', '活動のホーム', '👩‍👩‍👧‍👦🇯🇵'),
    );
    fc.assert(
      fc.property(
        hostile,
        hostile,
        fc.integer({ min: 0, max: 240 }),
        fc.nat(400),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (name, service, columns, depth, durationMs) => {
          const trace = createTrace(
            [
              createWaterfallSpan({
                name,
                service,
                depth,
                durationMs,
                startOffsetMs: durationMs,
                status: 'error',
                statusMessage: `failed: ${name}`,
              }),
            ],
            {
              services: [{ name: service, spanCount: 1 }],
              hops: [
                {
                  serverSpanId: '1',
                  fromService: service,
                  toService: service,
                  requestGapMs: durationMs,
                  responseGapMs: -durationMs,
                },
              ],
            },
          );
          const text = toWaterfallText(trace, { columns, color: false });
          expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u{202a}-\u{202e}]/u);
          const lines = text.split('\n');
          expect(lines.length).toBe(9);
          for (const line of lines) {
            expect(toColumnCount(line)).toBeLessThanOrEqual(Math.max(60, columns));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('shows a bar for a trace without duration', () => {
    const text = toWaterfallText(createTrace([createWaterfallSpan({ durationMs: 0 })], { durationMs: 0 }), {
      columns: 80,
      color: false,
    });
    expect(text).toMatch(/\|▏ +\|/);
  });
});

describe('terminal text', () => {
  it('counts wide characters twice and marks never', () => {
    expect(['abc', '活動', 'é', 'e\u{301}', '👩‍👩‍👧‍👦', '한'].map(toColumnCount)).toEqual([3, 4, 1, 1, 2, 2]);
  });

  it('shows what would steer the terminal', () => {
    expect(toSafeText('a\u{1b}[2Jb\u{202e}')).toBe('a\\u{1b}[2Jb\\u{202e}');
  });

  it('cuts between characters and fills the rest', () => {
    expect(fitToColumns('活動活動', 6)).toBe('活動… ');
    expect(fitToColumns('活', 4)).toBe('活  ');
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.000_64, '640 ns'],
    [0.0123, '12.3 µs'],
    [4.5678, '4.57 ms'],
    [99.96, '100 ms'],
    [999.7, '1.00 s'],
    [1_204, '1.20 s'],
    [125_000, '2 min 5 s'],
    [-3, '-3.00 ms'],
  ])('%d ms is %s', (durationMs, expected) => {
    expect(formatDuration(durationMs)).toBe(expected);
  });
});
