import type { StoreStatistics, TraceList, TraceSummary } from '../../src/api/types.ts';

/** Rows that the list keeps: beyond this the oldest leave the page (they stay in the store). */
export const MAX_ROWS = 1000;

/**
 * The traces that the page knows, and which of them are on screen. While someone reads (`held`), what is on
 * screen keeps its place: new traces wait, changed ones change where they are.
 */
export interface Feed {
  readonly state: 'loading' | 'loaded' | 'unreachable';
  readonly summaries: ReadonlyMap<string, TraceSummary>;
  readonly shown: readonly string[];
  readonly waiting: readonly string[];
  readonly held: boolean;
  readonly statistics: StoreStatistics | undefined;
  /** What came as events since the list was asked for: newer than the list's own answer. */
  readonly sinceRequest: ReadonlySet<string>;
}

export type FeedAction =
  | { readonly type: 'requested' }
  | { readonly type: 'loaded'; readonly list: TraceList }
  | { readonly type: 'unreachable' }
  | { readonly type: 'arrived'; readonly summaries: readonly TraceSummary[] }
  | { readonly type: 'counted'; readonly statistics: StoreStatistics }
  | { readonly type: 'hold' }
  | { readonly type: 'release' }
  | { readonly type: 'show-waiting' };

export const EMPTY_FEED: Feed = {
  state: 'loading',
  summaries: new Map(),
  shown: [],
  waiting: [],
  held: false,
  statistics: undefined,
  sinceRequest: new Set(),
};

export function reduceFeed(feed: Feed, action: FeedAction): Feed {
  switch (action.type) {
    case 'requested':
      return { ...feed, sinceRequest: new Set() };
    case 'loaded':
      return load(feed, action.list);
    case 'unreachable':
      return { ...feed, state: 'unreachable' };
    case 'arrived':
      return arrive(feed, action.summaries);
    case 'counted':
      return { ...feed, statistics: action.statistics };
    case 'hold':
      return { ...feed, held: true };
    case 'release':
      return { ...showAll(feed), held: false };
    case 'show-waiting':
      return showAll(feed);
  }
}

function load(feed: Feed, list: TraceList): Feed {
  const summaries = new Map(list.traces.map((summary) => [summary.traceId, summary]));
  for (const traceId of feed.sinceRequest) {
    const summary = feed.summaries.get(traceId);
    if (summary !== undefined) summaries.set(traceId, summary);
  }
  return place({ ...feed, state: 'loaded', summaries, statistics: list.statistics });
}

function arrive(feed: Feed, arrived: readonly TraceSummary[]): Feed {
  const summaries = new Map(feed.summaries);
  const sinceRequest = new Set(feed.sinceRequest);
  for (const summary of arrived) {
    summaries.set(summary.traceId, summary);
    sinceRequest.add(summary.traceId);
  }
  return place({ ...feed, summaries, sinceRequest });
}

function place(feed: Feed): Feed {
  const shown = feed.shown.filter((traceId) => feed.summaries.has(traceId));
  if (!feed.held || shown.length === 0) return showAll(feed);
  const onScreen = new Set(shown);
  const waiting = newestFirst(feed.summaries).filter((traceId) => !onScreen.has(traceId));
  return { ...feed, shown, waiting };
}

function showAll(feed: Feed): Feed {
  const order = newestFirst(feed.summaries);
  if (order.length <= MAX_ROWS) return { ...feed, shown: order, waiting: [] };
  const summaries = new Map(feed.summaries);
  for (const traceId of order.splice(MAX_ROWS)) summaries.delete(traceId);
  return { ...feed, summaries, shown: order, waiting: [] };
}

function newestFirst(summaries: ReadonlyMap<string, TraceSummary>): string[] {
  return [...summaries.values()]
    .toSorted((a, b) => b.startTimeMs - a.startTimeMs)
    .map(({ traceId }) => traceId);
}
