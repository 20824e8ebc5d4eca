import { SpanKind, type Attributes, type Span, type Tracer } from '@opentelemetry/api';

export interface KindOfSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes?: Attributes;
  readonly record?: (span: Span) => void;
}

const address = { 'server.address': 'db.local', 'server.port': 5432 };
const query = { 'db.system.name': 'postgresql', 'db.query.text': 'select $1' };

function createFailure(): Error {
  return new TypeError('no user', { cause: new Error('no row', { cause: 'not an error' }) });
}

/** One span for each part of a segment document that is made from attributes or events. */
export const kindsOfSpans: readonly KindOfSpan[] = [
  { name: 'local work', kind: SpanKind.INTERNAL },
  {
    name: 'values of every type',
    kind: SpanKind.INTERNAL,
    attributes: {
      text: '"id":"not this" \u{1f600} \u2028\n',
      number: -0.5,
      whole: Number.MAX_SAFE_INTEGER,
      truth: false,
      list: ['a', 'b'],
      numbers: [1, 2.5],
      'aws.xray.metadata.orders': '{"a":{"b":[1,null]},"c":"text"}',
      'aws.xray.metadata.not-json': 'text',
      'aws.xray.metadata.not-object': '[1]',
      'aws.xray.annotations': ['text', 'number', 'truth'],
      'enduser.id': 'andrew',
    },
  },
  {
    name: 'a request',
    kind: SpanKind.SERVER,
    attributes: {
      'http.request.method': 'GET',
      'url.scheme': 'https',
      'server.address': 'cruddur.example',
      'url.path': '/api/activities/home',
      'url.query': 'q=1',
      'user_agent.original': 'curl/8',
      'client.address': '2001:db8::1',
      'network.peer.address': '10.0.0.1',
      'http.response.status_code': 429,
      'http.response.body.size': 12,
    },
  },
  {
    name: 'a call',
    kind: SpanKind.CLIENT,
    attributes: {
      'http.request.method': 'POST',
      'url.full': 'http://[::1]:4567/api',
      'server.address': '::1',
      'server.port': 4567,
      'http.response.status_code': 503,
      'http.request.resend_count': 2,
    },
  },
  {
    name: 'a query',
    kind: SpanKind.CLIENT,
    attributes: { ...query, ...address, 'db.namespace': 'cruddur', 'user.name': 'app' },
  },
  { name: 'a query of no database', kind: SpanKind.CLIENT, attributes: { ...query, ...address } },
  {
    name: 'a query of a name that is no part of a URL',
    kind: SpanKind.CLIENT,
    attributes: { ...query, ...address, 'db.namespace': '?x\n#' },
  },
  {
    name: 'a query of an empty name',
    kind: SpanKind.CLIENT,
    attributes: { ...query, ...address, 'db.namespace': '' },
  },
  {
    name: 'a query in the process',
    kind: SpanKind.CLIENT,
    attributes: { ...query, 'db.namespace': 'memory' },
  },
  {
    name: 'a query by the old names',
    kind: SpanKind.CLIENT,
    attributes: {
      'db.system': 'mysql',
      'db.statement': 'select ?',
      'db.connection_string': 'mysql://db.local/cruddur',
      'db.name': 'cruddur',
      'db.user': 'app',
    },
  },
  {
    name: 'DynamoDB.GetItem',
    kind: SpanKind.CLIENT,
    attributes: {
      'rpc.system': 'aws-api',
      'rpc.service': 'DynamoDB',
      'rpc.method': 'GetItem',
      'cloud.region': 'eu-central-1',
      'aws.request_id': 'r-1',
      'aws.dynamodb.table_names': ['a', 'b'],
      'http.response.status_code': 200,
    },
  },
  {
    name: 'orders publish',
    kind: SpanKind.PRODUCER,
    attributes: { 'messaging.system': 'aws_sqs', 'messaging.destination.name': 'orders' },
  },
  {
    name: 'orders process',
    kind: SpanKind.CONSUMER,
    attributes: { 'messaging.system': 'aws_sqs', 'messaging.destination.name': 'orders' },
  },
  {
    name: 'failed',
    kind: SpanKind.INTERNAL,
    record: (span) => {
      span.recordException(createFailure());
      span.setStatus({ code: 2, message: 'no user' });
    },
  },
  {
    name: 'failed without an exception',
    kind: SpanKind.CLIENT,
    record: (span) => {
      span.addEvent('retry', { attempt: 2 });
      span.setStatus({ code: 2, message: 'refused' });
    },
  },
  {
    name: 'with links',
    kind: SpanKind.INTERNAL,
    record: (span) => {
      span.addLink({
        context: { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 },
        attributes: { why: 'retry', attempt: 1 },
      });
    },
  },
  {
    name: 'too large for a datagram',
    kind: SpanKind.INTERNAL,
    attributes: Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`text.${index}`, 'é'.repeat(1_000)]),
    ),
  },
];

/** Gives its id. */
export function endSpanOf(tracer: Tracer, { name, kind, attributes = {}, record }: KindOfSpan): string {
  const span = tracer.startSpan(name, { kind, attributes });
  record?.(span);
  span.end();
  return span.spanContext().spanId;
}
