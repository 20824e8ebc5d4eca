import { SpanKind, type Attributes, type AttributeValue } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { createFinishedSpan } from '../../testing/finished-spans.ts';
import { localParent, toDocument } from './fixtures/documents.ts';
import { createSegmentEncoder } from './segment-encoder.ts';

const metadataOf = (attributes: Attributes, kind = SpanKind.INTERNAL): unknown => {
  const { metadata } = toDocument({ name: 's', kind, attributes, parentSpanContext: localParent });
  const { otel: _, ...namespaces } = metadata ?? {};
  return namespaces;
};

test.each<readonly [string, Attributes, unknown]>([
  ['nothing', {}, {}],
  [
    'plain values',
    { text: 't', number: 1.5, flag: true, list: ['a', 'b'] },
    { default: { text: 't', number: 1.5, flag: true, list: ['a', 'b'] } },
  ],
  [
    'what JSON has no form for',
    { nan: Number.NaN, infinite: [Infinity, 1] },
    { default: { nan: 'NaN', infinite: ['Infinity', 1] } },
  ],
  ['keys that X-Ray keeps for itself', { 'AWS.x': 1 }, { default: { AWS_x: 1 } }],
  [
    'an object for a namespace',
    { 'aws.xray.metadata.namespace': '{"key":{"now":"2026","results-size":1}}', a: 1 },
    { default: { a: 1 }, namespace: { key: { now: '2026', 'results-size': 1 } } },
  ],
  [
    'an object for the namespace of the attributes',
    { a: 1, 'aws.xray.metadata.default': '{"b":2}' },
    { default: { a: 1, b: 2 } },
  ],
  [
    'what is no object',
    { 'aws.xray.metadata.a': '[1]', 'aws.xray.metadata.b': '{', 'aws.xray.metadata.c': 1 },
    { default: { 'aws.xray.metadata.a': '[1]', 'aws.xray.metadata.b': '{', 'aws.xray.metadata.c': 1 } },
  ],
  [
    'a namespace of our own, or without a name',
    {
      'aws.xray.metadata.otel': '{"a":1}',
      'aws.xray.metadata.': '{"a":1}',
      'aws.xray.metadata.__proto__': '{"a":1}',
    },
    {
      default: {
        'aws.xray.metadata.otel': '{"a":1}',
        'aws.xray.metadata.': '{"a":1}',
        'aws.xray.metadata.__proto__': '{"a":1}',
      },
    },
  ],
  [
    'namespaces and keys that X-Ray keeps for itself',
    { 'aws.xray.metadata.AWS.x': '{"AWS.y":1}' },
    { AWS_x: { AWS_y: 1 } },
  ],
])('%s', (_, attributes, expected) => {
  expect(metadataOf(attributes)).toEqual(expected);
});

test('a key that would set the prototype', () => {
  const attributes: Attributes = Object.fromEntries([['__proto__', 'x']]);
  const [json] = createSegmentEncoder({}, { indexedAttributes: 'all' }).encode(
    createFinishedSpan('s', { attributes }),
  );
  expect(json).toContain('"proto":"x"');
  expect(JSON.stringify(metadataOf(attributes))).toBe('{"default":{"__proto__":"x"}}');
});

test('values that a stranger’s tracer should have refused', () => {
  // safe: no such values by the API's types, but spans come from other tracers too
  const attributes = { big: 1n, none: null, object: { a: 1 }, nested: [[1n]] } as unknown as Attributes;
  expect(metadataOf(attributes)).toEqual({ default: { big: '1', object: null, nested: [['1']] } });
});

describe('an attribute with a field of its own is in the metadata only where the field does not say it', () => {
  const http = { 'http.request.method': 'GET' };
  const aws = { 'rpc.system': 'aws-api' };
  const sql = { 'db.system.name': 'sqlite' };
  const table: readonly (readonly [SpanKind, Attributes, Attributes])[] = [
    [SpanKind.CLIENT, { ...http, 'http.method': 'GET' }, {}],
    [SpanKind.CLIENT, { ...http, 'http.method': 'PUT' }, { 'http.method': 'PUT' }],
    [SpanKind.CLIENT, { 'http.request.method': 'X'.repeat(251) }, { 'http.request.method': 'X'.repeat(251) }],
    [
      SpanKind.CLIENT,
      { 'http.request.method': '_OTHER', 'http.request.method_original': 'PURGE' },
      { 'http.request.method': '_OTHER' },
    ],
    [SpanKind.CLIENT, { ...http, 'http.response.status_code': 200, 'http.status_code': 200 }, {}],
    [SpanKind.CLIENT, { ...http, 'http.status_code': '200' }, { 'http.status_code': '200' }],
    [SpanKind.CLIENT, { ...http, 'http.response.status_code': 200, 'http.response.body.size': 1 }, {}],
    [SpanKind.CLIENT, { ...http, 'user_agent.original': 'c' }, {}],
    [
      SpanKind.CLIENT,
      {
        ...http,
        'url.full': 'https://h:8443/p?q',
        'url.scheme': 'https',
        'server.address': 'h',
        'server.port': 8443,
        'url.path': '/p',
        'url.query': 'q',
      },
      {},
    ],
    [
      SpanKind.CLIENT,
      {
        ...http,
        'url.full': 'https://h/',
        'peer.service': 'p',
        'server.address': 'other',
        'server.port': 443,
      },
      { 'server.address': 'other' },
    ],
    [
      SpanKind.CLIENT,
      { ...http, 'url.full': 'https://h/', 'url.scheme': 'http:', 'server.port': 80 },
      { 'url.scheme': 'http:', 'server.port': 80 },
    ],
    [SpanKind.CLIENT, { ...http, 'url.path': '/p' }, { 'url.path': '/p' }],
    [
      SpanKind.CLIENT,
      { ...http, 'url.full': 'http://h:8080/api', 'server.port': 80, 'url.query': 'a', 'url.path': '/' },
      { 'server.port': 80, 'url.query': 'a', 'url.path': '/' },
    ],
    [
      SpanKind.CLIENT,
      { ...http, 'url.full': 'http://api.h/api?q=h#f', 'peer.service': 'p', 'server.address': 'h' },
      { 'server.address': 'h' },
    ],
    [
      SpanKind.CLIENT,
      {
        ...http,
        'url.full': 'https://u:x@[::1]/?q=/#/',
        'url.path': '/',
        'url.query': 'q=/',
        'http.target': '/?q=/',
        'http.host': '[::1]',
        'net.host.name': '::1',
        'server.port': 443,
      },
      {},
    ],
    [
      SpanKind.CLIENT,
      { ...http, 'url.full': 'http://h/p', 'http.url': 'http://h/', 'http.target': '/', 'http.host': 'p' },
      { 'http.url': 'http://h/', 'http.target': '/', 'http.host': 'p' },
    ],
    [
      SpanKind.CLIENT,
      { ...sql, 'server.address': 'h', 'server.port': 5432, 'db.namespace': 'a/b', 'db.name': 'b' },
      { 'db.name': 'b' },
    ],
    [SpanKind.CLIENT, { 'server.address': 'h', 'server.port': 1 }, { 'server.port': 1 }],
    [
      SpanKind.SERVER,
      { ...http, 'client.address': '10.0.0.1', 'network.peer.address': '10.0.0.2', 'network.peer.port': 1 },
      { 'network.peer.address': '10.0.0.2', 'network.peer.port': 1 },
    ],
    [SpanKind.SERVER, { ...http, 'client.address': 'laptop' }, { 'client.address': 'laptop' }],
    [
      SpanKind.CLIENT,
      {
        ...sql,
        'db.namespace': 'n',
        'db.query.text': 'q',
        'db.user': 'u',
        'server.address': 'h',
        'server.port': 1,
      },
      {},
    ],
    [
      SpanKind.CLIENT,
      { 'db.system.name': 'redis', 'db.query.text': 'GET ?' },
      { 'db.system.name': 'redis', 'db.query.text': 'GET ?' },
    ],
    [SpanKind.CLIENT, { 'peer.service': 'a', 'service.peer.name': 'b' }, { 'peer.service': 'a' }],
    [SpanKind.CLIENT, { ...aws, 'rpc.service': 'S3', 'rpc.method': 'Put' }, aws],
    [
      SpanKind.CLIENT,
      { ...aws, 'rpc.service': 'S3', 'rpc.method': 'S3/Put' },
      { ...aws, 'rpc.method': 'S3/Put' },
    ],
    [
      SpanKind.CLIENT,
      {
        'aws.account_id': '123456789012',
        'aws.region': 'r',
        'aws.request.id': 'i',
        'aws.sqs.queue.url': 'u',
      },
      {},
    ],
    [SpanKind.CLIENT, { 'aws.dynamodb.table_names': ['a', 'b'] }, {}],
    [SpanKind.CLIENT, { 'aws.dynamodb.table_names': ['a'], 'aws.table_name': 'a' }, {}],
    [
      SpanKind.CLIENT,
      { 'aws.dynamodb.table_names': ['a'], 'aws.table_name': 'b' },
      { 'aws.table_name': 'b' },
    ],
    [
      SpanKind.CLIENT,
      {
        'http.method': 'GET',
        'http.user_agent': 'c',
        'http.response_content_length': 1,
        'messaging.message_payload_size_bytes': 1,
        'http.url': 'https://h:8443/p?q',
        'http.scheme': 'https',
        'http.target': '/p?q',
        'http.host': 'h:8443',
        'http.server_name': 'h',
        'net.host.name': 'h',
        'net.host.port': 8443,
        'net.peer.port': 8443,
      },
      {},
    ],
    [SpanKind.CLIENT, { 'http.url': 'https://h/', 'peer.service': 'p', 'net.peer.name': 'h' }, {}],
    [SpanKind.CLIENT, { 'net.peer.name': 'h' }, {}],
    [
      SpanKind.SERVER,
      {
        'http.client_ip': '10.0.0.1',
        'network.peer.address': '10.0.0.1',
        'net.sock.peer.addr': '10.0.0.1',
        'net.peer.ip': '10.0.0.1',
      },
      {},
    ],
    [
      SpanKind.CLIENT,
      {
        'db.system': 'sqlite',
        'db.name': 'n',
        'db.statement': 'q',
        'user.name': 'u',
        'net.peer.name': 'h',
      },
      {},
    ],
    [SpanKind.CLIENT, { 'db.system': 'sqlite', 'db.connection_string': 'file:x' }, {}],
    [SpanKind.CLIENT, { 'aws.remote.service': 'a' }, {}],
    [SpanKind.CLIENT, { 'aws.service': 'a', 'aws.operation': 'o' }, {}],
    [SpanKind.CLIENT, { ...aws, 'cloud.region': 'r', 'aws.request_id': 'i' }, aws],
    [SpanKind.CLIENT, { 'aws.requestId': 'i', 'messaging.url': 'u' }, {}],
    [SpanKind.CLIENT, { 'aws.queue_url': 'u', 'aws.table.name': 't' }, {}],
    [SpanKind.CLIENT, { 'aws.queue.url': 'u' }, {}],
    [SpanKind.INTERNAL, { 'user.id': 'worf' }, { 'user.id': 'worf' }],
    [SpanKind.INTERNAL, { 'peer.service': 'x' }, { 'peer.service': 'x' }],
  ];
  test.each(table)('kind %i: %j', (kind, attributes, expected) => {
    expect(metadataOf(attributes, kind)).toEqual(
      Object.keys(expected).length === 0 ? {} : { default: expected },
    );
  });
});

describe('user', () => {
  test.each<readonly [Record<string, AttributeValue>, string | undefined, unknown]>([
    [{ 'user.id': 'worf' }, 'worf', undefined],
    [{ 'enduser.id': 'worf' }, 'worf', undefined],
    [{ 'user.id': 'worf', 'enduser.id': 'other' }, 'worf', { 'enduser.id': 'other' }],
    [{ 'user.id': 7 }, undefined, { 'user.id': 7 }],
    [{ 'user.id': 'u'.repeat(251) }, 'u'.repeat(250), { 'user.id': 'u'.repeat(251) }],
  ])('%j', (attributes, user, rest) => {
    const document = toDocument({ attributes });
    expect(document.user).toBe(user);
    expect(document.metadata?.['default']).toEqual(rest);
  });
});
