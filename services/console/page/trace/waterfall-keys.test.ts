import { describe, expect, it } from 'vitest';
import { toOutline } from './outline.ts';
import { createSpanDetail as span } from './span-fixture.ts';
import { toWaterfallCommand, type WaterfallCommand } from './waterfall-keys.ts';
import { toWaterfallRows } from './waterfall-rows.ts';

const spans = [
  span('a', 0),
  span('b', 1, { kind: 'client' }),
  span('c', 2, { kind: 'server', status: 'error' }),
  span('d', 1),
];
const hops = [
  {
    clientSpanId: 'b',
    serverSpanId: 'c',
    fromService: 'x',
    toService: 'y',
    requestGapMs: 1,
    responseGapMs: 1,
  },
];

function press(
  key: string,
  activeId: string | undefined,
  ...collapsed: string[]
): WaterfallCommand | undefined {
  return toWaterfallCommand(key, toWaterfallRows(toOutline(spans, hops), new Set(collapsed)), activeId);
}

describe('the keys of the waterfall', () => {
  it('step over the hop marker from span to span', () => {
    expect(press('ArrowDown', 'b')).toEqual({ type: 'move', spanId: 'c' });
    expect(press('k', 'c')).toEqual({ type: 'move', spanId: 'b' });
  });

  it('start at the first span and stop at both ends', () => {
    expect(press('j', undefined)).toEqual({ type: 'move', spanId: 'a' });
    expect(press('ArrowUp', 'a')).toEqual({ type: 'move', spanId: 'a' });
    expect(press('PageDown', 'a')).toEqual({ type: 'move', spanId: 'd' });
    expect(press('End', 'a')).toEqual({ type: 'move', spanId: 'd' });
    expect(press('Home', 'd')).toEqual({ type: 'move', spanId: 'a' });
  });

  it('go into the tree with right: expand first, then the first child', () => {
    expect(press('ArrowRight', 'b', 'b')).toEqual({ type: 'expand', spanId: 'b' });
    expect(press('l', 'b')).toEqual({ type: 'move', spanId: 'c' });
    expect(press('ArrowRight', 'd')).toBeUndefined();
  });

  it('go out of the tree with left: collapse first, then the parent', () => {
    expect(press('ArrowLeft', 'b')).toEqual({ type: 'collapse', spanId: 'b' });
    expect(press('h', 'b', 'b')).toEqual({ type: 'move', spanId: 'a' });
    expect(press('ArrowLeft', 'd')).toEqual({ type: 'move', spanId: 'a' });
    expect(press('ArrowLeft', 'a', 'a')).toBeUndefined();
  });

  it('jump from error to error', () => {
    expect(press('e', 'a')).toEqual({ type: 'move', spanId: 'c' });
    expect(press('e', 'c')).toBeUndefined();
    expect(press('E', 'd')).toEqual({ type: 'move', spanId: 'c' });
  });

  it('open and close the details', () => {
    expect(press('Enter', 'c')).toEqual({ type: 'open', spanId: 'c' });
    expect(press('Enter', undefined)).toBeUndefined();
    expect(press('Escape', 'c')).toEqual({ type: 'close' });
    expect(press('x', 'c')).toBeUndefined();
  });
});
