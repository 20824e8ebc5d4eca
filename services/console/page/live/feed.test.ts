import { describe, expect, it } from 'vitest';
import type { StoreStatistics, TraceSummary } from '../../src/api/types.ts';
import { EMPTY_FEED, MAX_ROWS, reduceFeed, type Feed, type FeedAction } from './feed.ts';

const statistics: StoreStatistics = {
  traceCount: 0,
  spanCount: 0,
  documentCount: 0,
  byteCount: 0,
  maxSpans: 1000,
  maxBytes: 1000,
  evictedSpans: 0,
  evictedDocuments: 0,
  rejectedSpans: 0,
  rejectedDocuments: 0,
  refusalCount: 0,
  logs: {
    lineCount: 0,
    looseLineCount: 0,
    evictedLines: 0,
    rejectedLines: 0,
    duplicateLines: 0,
    unstructuredLines: 0,
  },
  errors: { groupCount: 0, occurrenceCount: 0, duplicateErrors: 0, evictedGroups: 0, evictedErrors: 0 },
};

function summary(traceId: string, startTimeMs: number, spanCount = 1): TraceSummary {
  return {
    traceId,
    xrayTraceId: '',
    rootName: 'GET /',
    rootService: 'gateway',
    startTimeMs,
    durationMs: 1,
    services: [{ name: 'gateway', spanCount }],
    spanCount,
    errorCount: 0,
    xray: { documentCount: 0, disagreementCount: 0 },
    logs: { lineCount: 0, errorLineCount: 0 },
    reportedErrorCount: 0,
    bars: [],
  };
}

const run = (...actions: FeedAction[]): Feed => actions.reduce(reduceFeed, EMPTY_FEED);
const loaded = (...traces: TraceSummary[]): FeedAction => ({ type: 'loaded', list: { traces, statistics } });
const arrived = (...summaries: TraceSummary[]): FeedAction => ({ type: 'arrived', summaries });

describe('the feed', () => {
  it('shows the newest trace first, whatever the order of arrival', () => {
    const feed = run(
      loaded(summary('b', 2), summary('a', 1)),
      arrived(summary('d', 4)),
      arrived(summary('c', 3)),
    );
    expect(feed.shown).toEqual(['d', 'c', 'b', 'a']);
  });

  it('keeps every row in its place while it is held, and counts what waits', () => {
    const feed = run(
      loaded(summary('a', 1)),
      { type: 'hold' },
      arrived(summary('b', 2)),
      arrived(summary('c', 3)),
    );
    expect(feed.shown).toEqual(['a']);
    expect(feed.waiting).toEqual(['c', 'b']);
  });

  it('changes a held row where it is', () => {
    const feed = run(loaded(summary('b', 2), summary('a', 1)), { type: 'hold' }, arrived(summary('a', 5, 7)));
    expect(feed.shown).toEqual(['b', 'a']);
    expect(feed.summaries.get('a')?.spanCount).toBe(7);
    expect(feed.waiting).toEqual([]);
  });

  it('brings the waiting rows in on demand, or when the reading ends', () => {
    const held = run(loaded(summary('a', 1)), { type: 'hold' }, arrived(summary('b', 2)));
    const demanded = reduceFeed(held, { type: 'show-waiting' });
    expect(demanded).toMatchObject({ shown: ['b', 'a'], waiting: [], held: true });
    expect(reduceFeed(held, { type: 'release' })).toMatchObject({
      shown: ['b', 'a'],
      waiting: [],
      held: false,
    });
  });

  it('keeps what arrived while the list was on its way', () => {
    const feed = run({ type: 'requested' }, arrived(summary('new', 9)), loaded(summary('old', 1)));
    expect(feed.shown).toEqual(['new', 'old']);
  });

  it('drops what a later list no longer has, as after a restart of the server', () => {
    const feed = run(
      loaded(summary('a', 1)),
      { type: 'hold' },
      { type: 'requested' },
      loaded(summary('b', 2)),
    );
    expect(feed.shown).toEqual(['b']);
  });

  it('keeps no more rows than it may', () => {
    const many = Array.from({ length: MAX_ROWS + 5 }, (_, index) => summary(`t${index}`, index));
    const feed = run(loaded(...many));
    expect(feed.shown).toHaveLength(MAX_ROWS);
    expect(feed.shown[0]).toBe(`t${MAX_ROWS + 4}`);
    expect(feed.summaries.size).toBe(MAX_ROWS);
  });
});
