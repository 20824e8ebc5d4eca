import { buildTraceTree, type SpanKind, type SpanStatus, type TraceNode } from '@cruddur/trace-model';
import type { VerifiedInteraction } from '../pact/verify-pact.ts';

/** What a provider's spans are like, as seen while its consumers' pacts were verified. */
export interface CataloguedSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly statuses: readonly SpanStatus[];
  /** Keys that were always there. */
  readonly attributes: readonly string[];
  /** Keys that were there at times. */
  readonly sometimes?: readonly string[];
  /** Was not below its parent every time. */
  readonly optional?: true;
  readonly children?: readonly CataloguedSpan[];
}

/**
 * The provider's document of its spans, as `openapi.json` is of its answers: by the name of the SERVER span and the HTTP
 * status of the answer. Committed, so that a consumer's pact can be compared with it without running the provider.
 */
export interface SpanCatalogue {
  readonly v: 1;
  readonly service: string;
  readonly requests: Readonly<Record<string, Readonly<Record<string, CataloguedSpan>>>>;
}

export function buildSpanCatalogue(service: string, verified: readonly VerifiedInteraction[]): SpanCatalogue {
  const servers = verified.flatMap(({ spans }) =>
    buildTraceTree(spans).roots.filter(({ span }) => span.kind === 'server'),
  );
  const byName = Map.groupBy(servers, ({ span }) => span.name);
  return {
    v: 1,
    service,
    requests: Object.fromEntries(
      [...byName].toSorted(byKey).map(([name, nodes]) => {
        const byStatus = Map.groupBy(nodes, toHttpStatus);
        return [
          name,
          Object.fromEntries(
            [...byStatus].toSorted(byKey).map(([status, same]) => [status, merge(same, same.length)]),
          ),
        ];
      }),
    ),
  };
}

/** The text of the committed file: the same spans give the same bytes. */
export function toSpanCatalogueText(catalogue: SpanCatalogue): string {
  return `${JSON.stringify(catalogue, null, 2)}\n`;
}

/** One entry for spans that are the same step of the same request; `parents` is how often the step could have been. */
function merge(nodes: readonly TraceNode[], parents: number): CataloguedSpan {
  const [first] = nodes;
  if (first === undefined) throw new Error('there is nothing to merge');
  const timesByKey = new Map<string, number>();
  for (const { span } of nodes) {
    for (const key of Object.keys(span.attributes)) timesByKey.set(key, (timesByKey.get(key) ?? 0) + 1);
  }
  const keys = [...timesByKey.keys()].toSorted();
  const attributes = keys.filter((key) => timesByKey.get(key) === nodes.length);
  const sometimes = keys.filter((key) => timesByKey.get(key) !== nodes.length);
  const children = [
    ...Map.groupBy(
      nodes.flatMap((node) => node.children),
      ({ span }) => `${span.kind} ${span.name}`,
    ),
  ]
    .toSorted(byKey)
    .map(([, same]) => merge(same, nodes.length));
  const seenBelow = new Set(nodes.map(({ parent }) => parent)).size;
  return {
    name: first.span.name,
    kind: first.span.kind,
    statuses: [...new Set(nodes.map(({ span }) => span.status))].toSorted(),
    ...(first.parent !== undefined && seenBelow < parents && { optional: true as const }),
    attributes,
    ...(sometimes.length > 0 && { sometimes }),
    ...(children.length > 0 && { children }),
  };
}

/** `none` when no answer was sent. */
function toHttpStatus({ span }: TraceNode): string {
  const status = span.attributes['http.response.status_code'];
  return typeof status === 'number' ? String(status) : 'none';
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
