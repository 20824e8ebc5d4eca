import type { Attributes, Span } from '@cruddur/trace-model';
import { attributeText } from './attribute-text.ts';
import type { Runtime } from './runtime-binary.ts';
import { runtimeDifferences } from './runtime-differences.ts';

/** A span without what differs from one run to the next: ids, times, ports. */
export interface NormalSpan {
  readonly name: string;
  readonly kind: Span['kind'];
  readonly status: Span['status'];
  /** Name and kind of the parent, `caller` where it is the test itself, `unknown` where it is not there. */
  readonly parent: string;
  readonly attributes: Attributes;
  /** With the type, where they are exceptions. */
  readonly events: readonly string[];
}

/** The name that the tests send as `user-agent`; any other is the runtime's own. */
export const userAgent = 'conformance';
/** The span id that the tests send as the caller's. */
export const callerSpanId = '00000000000000aa';

/** The spans of one trace, in an order of their own. */
export function toNormalSpans(spans: readonly Span[]): readonly NormalSpan[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  return spans
    .map(({ attributes, events, kind, name, parentSpanId, status }) => {
      const parent = parentSpanId === undefined ? undefined : byId.get(parentSpanId);
      return {
        name,
        kind,
        status,
        parent:
          parentSpanId === callerSpanId ? 'caller' : parent ? `${parent.kind} ${parent.name}` : 'unknown',
        attributes: withoutChance(attributes),
        events: events.map((event) =>
          `${event.name} ${attributeText(event.attributes['exception.type'])}`.trim(),
        ),
      };
    })
    .toSorted((a, b) => sortKey(a).localeCompare(sortKey(b)));
}

/** What is expected everywhere, less what this runtime does not tell. */
export function expectedOn(runtime: Runtime, spans: readonly NormalSpan[]): readonly NormalSpan[] {
  const { missing } = runtimeDifferences[runtime];
  return spans
    .map((span) => ({
      ...span,
      attributes: Object.fromEntries(
        Object.entries(span.attributes).filter(([name]) => span.kind !== 'server' || !(name in missing)),
      ),
    }))
    .toSorted((a, b) => sortKey(a).localeCompare(sortKey(b)));
}

function withoutChance(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([name, value]) => name !== 'user_agent.original' || value === userAgent)
      .map(([name, value]) => {
        if (name === 'url.full') return [name, attributeText(value).replace(/:\d+\//, ':<port>/')];
        if (name === 'app.now') return [name, '<now>'];
        return name.endsWith('.port') && typeof value === 'number' ? [name, '<port>'] : [name, value];
      }),
  );
}

function sortKey({ attributes, kind, name, parent }: NormalSpan): string {
  return [
    parent,
    kind,
    name,
    JSON.stringify(Object.entries(attributes).toSorted(([a], [b]) => a.localeCompare(b))),
  ].join(' ');
}
