import { context as activeContext, SpanKind, trace, type Attributes, type Tracer } from '@opentelemetry/api';
import {
  createAttributeTemplate,
  type AttributeTemplate,
  type TemplatedSpanOptions,
} from '../trace/attribute-template.ts';
import { withSpanInContext } from '../trace/context-keys.ts';
import { endWith } from '../trace/with-span.ts';
import { summarizeQuery } from './query-summary.ts';
import { sanitizeQueryText } from './query-text.ts';
import { sqlStateAttributes } from './sql-state.ts';

export interface DatabaseQuery {
  /** `db.system.name`. */
  readonly system: 'postgresql';
  /** `db.namespace`: the database's name. */
  readonly namespace: string;
  readonly text: string;
  readonly serverAddress?: string;
  readonly serverPort?: number;
}

/** What all spans of one statement begin with. */
interface Description {
  readonly name: string;
  readonly attributeTemplate: AttributeTemplate;
}

/** Statements are few and repeat; one that is not (text built by hand) must not grow the memory. */
const maxDescriptions = 500;
const maxCachedLength = 4096;
const descriptions = new Map<string, Description>();

/**
 * Runs one database query inside a CLIENT span by the stable database conventions: `db.system.name`, `db.namespace`,
 * `db.operation.name`, `db.collection.name`, `db.query.summary`, `db.query.text` (sanitised), server address and port.
 * A failed one also has its SQLSTATE as `db.response.status_code` and `error.type`.
 * Nothing is recorded outside a request's trace (migrations, health checks).
 */
export function traceQuery<T>(tracer: Tracer, query: DatabaseQuery, run: () => Promise<T>): Promise<T> {
  const parent = activeContext.active();
  if (trace.getSpan(parent) === undefined) return run();
  const { name, attributeTemplate } = describe(query);
  const options: TemplatedSpanOptions = { kind: SpanKind.CLIENT, attributeTemplate };
  const span = tracer.startSpan(name, options, parent);
  return endWith(span, () => activeContext.with(withSpanInContext(parent, span), run), sqlStateAttributes);
}

function describe(query: DatabaseQuery): Description {
  const key = `${query.serverAddress}:${query.serverPort}/${query.namespace}\n${query.text}`;
  const known = descriptions.get(key);
  if (known !== undefined) return known;
  const text = sanitizeQueryText(query.text);
  const { operation, collection } = summarizeQuery(text);
  const summary = collection === undefined ? operation : `${operation} ${collection}`;
  const attributes: Attributes = {
    'db.system.name': query.system,
    'db.namespace': query.namespace,
    'db.operation.name': operation,
    'db.query.summary': summary,
    'db.query.text': text,
  };
  if (collection !== undefined) attributes['db.collection.name'] = collection;
  if (query.serverAddress !== undefined) attributes['server.address'] = query.serverAddress;
  if (query.serverPort !== undefined) attributes['server.port'] = query.serverPort;
  const description = { name: summary, attributeTemplate: createAttributeTemplate(attributes) };
  if (key.length > maxCachedLength) return description;
  if (descriptions.size >= maxDescriptions) descriptions.clear();
  descriptions.set(key, description);
  return description;
}
