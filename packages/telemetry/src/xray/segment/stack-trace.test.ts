import { inspect } from 'node:util';
import { runInThisContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseStackTrace } from './stack-trace.ts';

const parseLine = (line: string): unknown =>
  parseStackTrace(`Error: x\n${line}`, 'x', 10)[0]?.frames.map(({ path, line: at, label }) => [
    path,
    at,
    label,
  ])[0];

describe('a frame', () => {
  test.each<readonly [string, readonly [string, number, string]]>([
    ['    at f (file:///app/x.js:10:5)', ['file:///app/x.js', 10, 'f']],
    ['    at file:///app/x.js:10:5', ['file:///app/x.js', 10, '<anonymous>']],
    ['    at f (/app/x.js:10:5)', ['/app/x.js', 10, 'f']],
    ['    at f (/app/x.js:10)', ['/app/x.js', 10, 'f']],
    [
      '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
      ['node:internal/process/task_queues', 105, 'process.processTicksAndRejections'],
    ],
    [
      '    at node:internal/main/run_main_module:33:47',
      ['node:internal/main/run_main_module', 33, '<anonymous>'],
    ],
    [String.raw`    at f (C:\app\x.js:10:5)`, [String.raw`C:\app\x.js`, 10, 'f']],
    [String.raw`    at C:\app (1)\x.js:10:5`, [String.raw`C:\app (1)\x.js`, 10, '<anonymous>']],
    [String.raw`    at f (C:\app (1)\x.js:10:5)`, [String.raw`C:\app (1)\x.js`, 10, 'f']],
    [String.raw`    at f (file:///C:/app/x.js:10:5)`, ['file:///C:/app/x.js', 10, 'f']],
    ['    at async f (file:///app/x.js:10:5)', ['file:///app/x.js', 10, 'async f']],
    ['    at async file:///app/x.js:10:5', ['file:///app/x.js', 10, 'async <anonymous>']],
    ['    at async Promise.all (index 0)', ['index 0', 0, 'async Promise.all']],
    ['    at new X (file:///app/x.js:10:5)', ['file:///app/x.js', 10, 'new X']],
    ['    at new Promise (<anonymous>)', ['<anonymous>', 0, 'new Promise']],
    ['    at Array.map (<anonymous>)', ['<anonymous>', 0, 'Array.map']],
    ['    at Array.forEach (native)', ['native', 0, 'Array.forEach']],
    ['    at native', ['native', 0, '<anonymous>']],
    ['    at <anonymous>', ['<anonymous>', 0, '<anonymous>']],
    ['    at <anonymous>:1:7', ['<anonymous>', 1, '<anonymous>']],
    ['    at Object.<anonymous> (/app/x.js:1:7)', ['/app/x.js', 1, 'Object.<anonymous>']],
    ['    at X.f [as g] (/app/x.js:1:7)', ['/app/x.js', 1, 'X.f [as g]']],
    ['    at eval (eval at f (file:///app/x.js:10:5), <anonymous>:1:1)', ['file:///app/x.js', 10, 'eval']],
    [
      '    at eval (eval at <anonymous> (eval at f (/app/x.js:10:5)), <anonymous>:1:1)',
      ['/app/x.js', 10, 'eval'],
    ],
    ['    at f (wasm://wasm/abc:wasm-function[3]:0x1a)', ['wasm://wasm/abc:wasm-function[3]:0x1a', 0, 'f']],
    ['    at f (https://a.example:8080/x.js?v=1:10:5)', ['https://a.example:8080/x.js?v=1', 10, 'f']],
    ['        at deeper (/app/x.js:1:7)', ['/app/x.js', 1, 'deeper']],
    ['    at f (/app/x.js:10:5)\r', ['/app/x.js', 10, 'f']],
    ['    at f ()', ['', 0, 'f']],
  ])('%s', (line, expected) => {
    expect(parseLine(line)).toEqual(expected);
  });

  test('anything else is none', () => {
    for (const line of [
      '',
      '    not a frame',
      'f@file:///a.js:1:2',
      '    ... 4 lines matching cause stack trace ...',
    ]) {
      expect(parseLine(line)).toBeUndefined();
    }
  });
});

describe('the message', () => {
  const frames = '\n    at f (/app/x.js:1:2)\n    at g (/app/y.js:3:4)';
  test.each([
    ['one line', 'x', 'Error: x'],
    ['several lines', 'one\ntwo\n\nthree', 'Error: one\ntwo\n\nthree'],
    ['lines like frames', 'no\n    at home (/not/here.js:1:2)', 'Error: no\n    at home (/not/here.js:1:2)'],
    ['none', '', 'Error'],
    ['cut before it was recorded', 'x', 'Error: something else'],
    ['what is in the path of a frame too', '/app/x.js', 'Error: /app/x.js'],
    ['only in the path of a frame', '/app/x.js', 'Error'],
  ])('%s', (_, message, header) => {
    const [error, ...more] = parseStackTrace(header + frames, message, 10);
    expect(more).toEqual([]);
    expect(error?.frames.map(({ label }) => label)).toEqual(['f', 'g']);
  });
});

test('frames beyond the limit are counted', () => {
  const stack = `Error: x${'\n    at f (/app/x.js:1:2)'.repeat(7)}`;
  expect(parseStackTrace(stack, 'x', 3)).toMatchObject([{ frames: { length: 3 }, leftOut: 4 }]);
  expect(parseStackTrace(stack, 'x', 7)).toMatchObject([{ frames: { length: 7 }, leftOut: 0 }]);
});

describe('what this machine really prints', () => {
  class Deep {
    readonly depth: number;
    constructor() {
      this.depth = 9;
      throw new RangeError('too deep');
    }
  }

  test('a constructor, a callback and this file', () => {
    const caught = catchError(() => [1].map(() => new Deep()));
    const [error] = parseStackTrace(caught.stack ?? '', caught.message, 10);
    expect(error?.frames.slice(0, 3)).toEqual([
      { path: expect.stringMatching(/stack-trace\.test\.ts$/), line: expect.any(Number), label: 'new Deep' },
      {
        path: expect.stringMatching(/stack-trace\.test\.ts$/),
        line: expect.any(Number),
        label: '<anonymous>',
      },
      { path: '<anonymous>', line: 0, label: 'Array.map' },
    ]);
  });

  test('a function of eval points to where eval was called', () => {
    const caught = catchError(() => {
      runInThisContext('eval("null.x")', { filename: '/app/source.js' });
    });
    const [error] = parseStackTrace(caught.stack ?? '', caught.message, 10);
    expect(error?.frames.slice(0, 2)).toEqual([
      { path: '/app/source.js', line: 1, label: 'eval' },
      { path: '/app/source.js', line: 1, label: '<anonymous>' },
    ]);
  });

  test('a chain of causes', () => {
    const innermost = Object.assign(new TypeError('three\nlines\nhere'), { code: 'E3' });
    const inner = new RangeError('two', { cause: innermost });
    const outer = new Error('one', { cause: inner });
    const errors = parseStackTrace(inspect(outer), 'one', 50);
    expect(errors.map(({ header }) => header)).toEqual([
      'Error: one',
      'RangeError: two',
      'TypeError: three\nlines\nhere',
    ]);
    for (const { frames } of errors) expect(frames[0]?.path).toMatch(/stack-trace\.test\.ts$/);
  });

  test('the errors of an AggregateError are not the frames of the one around them', () => {
    const outer = new AggregateError([new Error('a'), new Error('b')], 'all failed');
    const own = parseStackTrace(outer.stack ?? '', outer.message, 50)[0];
    expect(parseStackTrace(inspect(outer), outer.message, 50)).toEqual([
      { ...own, header: 'AggregateError: all failed' },
    ]);
  });
});

test('a chain ends after eight, however long it is printed', () => {
  const stack = `Error: x\n    at f (/a.js:1:1) {\n${'  [cause]: Error: y\n'.repeat(20)}`;
  expect(parseStackTrace(stack, 'x', 10)).toHaveLength(8);
});

test('any text is parsed', () => {
  const pieces = fc.constantFrom(
    '\n',
    '    at ',
    '(',
    ')',
    ':',
    ' (',
    '[cause]: ',
    'eval at ',
    'async ',
    '9',
    'x',
    '{',
  );
  const texts = fc.array(pieces, { maxLength: 30 }).map((list) => list.join(''));
  fc.assert(
    fc.property(texts, texts, (stack, message) => {
      for (const { frames, leftOut } of parseStackTrace(stack, message, 5)) {
        expect(leftOut).toBeGreaterThanOrEqual(0);
        for (const { line } of frames) expect(Number.isSafeInteger(line)).toBe(true);
      }
    }),
  );
});

function catchError(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}
