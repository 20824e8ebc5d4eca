import { createTraceState, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { createFinishedSpan } from '../../testing/finished-spans.ts';
import { createSegmentEncoder } from './segment-encoder.ts';
import { localParent, remoteParent, toDocument, toDocuments } from './fixtures/documents.ts';

const spanId = '53995c3f42cd8ad8';
const remoteTrace = { links: [], status: { code: SpanStatusCode.UNSET } };

test('a whole document of a request', () => {
  const resource = {
    'service.name': 'gateway',
    'service.version': '1.2.3',
    'telemetry.sdk.name': 'opentelemetry',
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.version': '2.12.1',
  };
  const document = toDocument(
    {
      name: 'GET /api/activities/home',
      kind: SpanKind.SERVER,
      parentSpanContext: remoteParent,
      startTime: [1_795_219_200, 123_456_789],
      endTime: [1_795_219_200, 987_654_321],
      attributes: {
        'http.request.method': 'GET',
        'url.scheme': 'http',
        'server.address': '127.0.0.1',
        'server.port': 4567,
        'url.path': '/api/activities/home',
        'user_agent.original': 'curl/8',
        'client.address': '127.0.0.1',
        'network.peer.address': '127.0.0.1',
        'network.peer.port': 51_234,
        'http.route': '/api/activities/home',
        'http.response.status_code': 200,
        'user.id': 'andrewbrown',
      },
    },
    { resource, indexedAttributes: ['http.route'] },
  );
  expect(document).toEqual({
    id: spanId,
    name: 'gateway',
    trace_id: '1-5759e988-bd862e3fe1be46a994272793',
    start_time: 1_795_219_200.123457,
    end_time: 1_795_219_200.987654,
    parent_id: '70de5b6f19ff9a0a',
    http: {
      request: {
        method: 'GET',
        url: 'http://127.0.0.1:4567/api/activities/home',
        user_agent: 'curl/8',
        client_ip: '127.0.0.1',
      },
      response: { status: 200 },
    },
    user: 'andrewbrown',
    annotations: { 'http.route': '/api/activities/home' },
    metadata: {
      default: { 'network.peer.port': 51_234 },
      otel: { kind: 'SERVER', scope: 'test', scope_version: '1', span_name: 'GET /api/activities/home' },
      resource,
    },
    service: { version: '1.2.3' },
    aws: { xray: { sdk: 'opentelemetry for nodejs', sdk_version: '2.12.1', auto_instrumentation: false } },
  });
});

describe('segment or subsegment', () => {
  test.each([
    ['SERVER without parent', SpanKind.SERVER, undefined],
    ['SERVER with a remote parent', SpanKind.SERVER, remoteParent],
    ['CONSUMER without parent', SpanKind.CONSUMER, undefined],
    ['CONSUMER with a remote parent', SpanKind.CONSUMER, remoteParent],
    ['INTERNAL without parent', SpanKind.INTERNAL, undefined],
    ['INTERNAL with a remote parent', SpanKind.INTERNAL, remoteParent],
  ])('%s is a segment of the service', (_, kind, parentSpanContext) => {
    const document = toDocument({ name: 'work', kind, parentSpanContext });
    expect(document).toMatchObject({ id: spanId, name: 'gateway' });
    expect(document).not.toHaveProperty('type');
    expect(document).not.toHaveProperty('namespace');
    expect(document.parent_id).toBe(parentSpanContext?.spanId);
  });

  test.each([
    ['SERVER', SpanKind.SERVER, undefined],
    ['CONSUMER', SpanKind.CONSUMER, undefined],
    ['INTERNAL', SpanKind.INTERNAL, undefined],
    ['CLIENT', SpanKind.CLIENT, 'remote'],
    ['PRODUCER', SpanKind.PRODUCER, 'remote'],
  ])('%s with a local parent is a subsegment', (_, kind, namespace) => {
    const document = toDocument({ name: 'work', kind, parentSpanContext: localParent });
    expect(document).toMatchObject({
      id: spanId,
      name: 'work',
      type: 'subsegment',
      parent_id: localParent.spanId,
    });
    expect(document.namespace).toBe(namespace);
    for (const key of ['user', 'origin', 'service', 'links', 'aws']) expect(document).not.toHaveProperty(key);
    expect(document.metadata).not.toHaveProperty('resource');
  });

  test.each([
    ['CLIENT without parent', SpanKind.CLIENT, undefined],
    ['CLIENT with a remote parent', SpanKind.CLIENT, remoteParent],
    ['PRODUCER without parent', SpanKind.PRODUCER, undefined],
    ['PRODUCER with a remote parent', SpanKind.PRODUCER, remoteParent],
  ])('%s is a segment of the service around a subsegment', (_, kind, parentSpanContext) => {
    const [segment, call, ...more] = toDocuments({
      ...remoteTrace,
      kind,
      parentSpanContext,
      attributes: { 'aws.remote.service': 'orders', 'http.response.status_code': 503, 'user.id': 'worf' },
      links: [{ context: { ...localParent, spanId: '1111111111111111' } }],
    });
    expect(more).toEqual([]);
    expect(segment).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      name: 'gateway',
      trace_id: '1-5759e988-bd862e3fe1be46a994272793',
      start_time: call?.start_time,
      end_time: call?.end_time,
      ...(parentSpanContext === undefined ? undefined : { parent_id: parentSpanContext.spanId }),
      fault: true,
      user: 'worf',
      links: [{ trace_id: '1-5759e988-bd862e3fe1be46a994272793', id: '1111111111111111' }],
      metadata: {
        otel: { kind: kind === SpanKind.CLIENT ? 'CLIENT' : 'PRODUCER', segment_of: spanId },
        resource: { 'service.name': 'gateway' },
      },
    });
    expect(call).toMatchObject({
      id: spanId,
      name: 'orders',
      type: 'subsegment',
      namespace: 'remote',
      parent_id: segment?.id,
      fault: true,
      http: { response: { status: 503 } },
    });
    expect(segment?.id).not.toBe(spanId);
  });

  test('the segment around a call has the same id when the span is sent again, and another for another span', () => {
    const ids = ['53995c3f42cd8ad8', '53995c3f42cd8ad8', '53995c3f42cd8ad9'].map((id) => {
      const context = { traceId: localParent.traceId, spanId: id, traceFlags: 1 };
      return toDocuments({ kind: SpanKind.CLIENT, spanContext: () => context })[0]?.id;
    });
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  test('annotations of the other side stay off the segment around a call', () => {
    const [segment, call] = toDocuments(
      {
        kind: SpanKind.CLIENT,
        attributes: {
          'aws.remote.service': 'orders',
          'aws.remote.operation': 'get',
          remoteTarget: 't',
          'K8s.RemoteNamespace': 'n',
          tenant: 'x',
        },
      },
      { indexedAttributes: 'all' },
    );
    expect(segment?.annotations).toEqual({ tenant: 'x' });
    expect(call?.annotations).toEqual({
      'aws.remote.service': 'orders',
      'aws.remote.operation': 'get',
      remoteTarget: 't',
      'K8s.RemoteNamespace': 'n',
      tenant: 'x',
    });
  });
});

describe('what X-Ray has no field for', () => {
  const span = {
    kind: SpanKind.INTERNAL,
    status: { code: SpanStatusCode.ERROR, message: 'no' },
    events: [
      { name: 'retry', time: [1_795_219_200, 5_000] as [number, number], attributes: { attempt: 2 } },
      { name: 'exception', time: [1_795_219_200, 6_000] as [number, number], attributes: {} },
    ],
    links: [{ context: { ...localParent, spanId: '1111111111111111' }, attributes: { why: 'batch' } }],
    droppedAttributesCount: 1,
    droppedEventsCount: 2,
    droppedLinksCount: 3,
    spanContext: () => ({ ...localParent, spanId, traceState: createTraceState('vendor=x') }),
  };
  const common = {
    kind: 'INTERNAL',
    scope: 'test',
    scope_version: '1',
    status: 'ERROR',
    status_message: 'no',
    trace_state: 'vendor=x',
    events: [{ time: 1_795_219_200.000005, name: 'retry', attributes: { attempt: 2 } }],
    dropped_attributes: 1,
    dropped_events: 2,
    dropped_links: 3,
  };
  const link = {
    trace_id: '1-5759e988-bd862e3fe1be46a994272793',
    id: '1111111111111111',
    attributes: { why: 'batch' },
  };

  test('is in the otel namespace of a segment, links in their field', () => {
    const document = toDocument(span);
    expect(document.metadata?.['otel']).toEqual({ ...common, span_name: 'GET /' });
    expect(document.links).toEqual([link]);
  });

  test('is in the otel namespace of a subsegment, links with it', () => {
    const document = toDocument({ ...span, parentSpanContext: localParent });
    expect(document.metadata?.['otel']).toEqual({ ...common, links: [link] });
    expect(document).not.toHaveProperty('links');
  });

  test('a link with an invalid id does not cost the document', () => {
    const good = { context: { ...localParent, spanId: '1111111111111111' } };
    const bad = [
      { context: { ...localParent, traceId: 'x' } },
      { context: { ...localParent, spanId: '0'.repeat(16) } },
    ];
    expect(toDocument({ links: [...bad, good] }).links).toHaveLength(1);
    expect(toDocument({ links: bad })).not.toHaveProperty('links');
  });
});

test('a link in a foreign trace has that trace’s id', () => {
  const context = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
  expect(toDocument({ links: [{ context }] }).links).toEqual([
    { trace_id: '1-aaaaaaaa-aaaaaaaaaaaaaaaaaaaaaaaa', id: 'bbbbbbbbbbbbbbbb' },
  ]);
});

test('the metadata of the seeds’ user feed is visible', () => {
  const attributes = { 'app.now': '2026-11-21T10:00:00.000+00:00', 'app.result_length': 1 };
  const document = toDocument({
    name: 'mock-data',
    kind: SpanKind.INTERNAL,
    parentSpanContext: localParent,
    attributes,
  });
  expect(document.name).toBe('mock-data');
  expect(document.metadata?.['default']).toEqual(attributes);
});

describe('spans that no document can be made of', () => {
  test.each([
    ['no hex in the trace id', { traceId: 'z'.repeat(32), spanId, traceFlags: 1 }],
    ['upper case', { traceId: localParent.traceId.toUpperCase(), spanId, traceFlags: 1 }],
    ['zeros', { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 1 }],
    ['short', { traceId: localParent.traceId, spanId: 'abc', traceFlags: 1 }],
  ])('give none: %s', (_, context) => {
    expect(toDocuments({ spanContext: () => context })).toEqual([]);
  });

  test('give none, and nothing is thrown: attributes that throw', () => {
    const attributes = Object.defineProperty({}, 'http.route', {
      enumerable: true,
      get: () => {
        throw new Error('hostile');
      },
    });
    expect(toDocuments({ attributes })).toEqual([]);
  });
});

test('the id comes first, where the daemon looks for it', () => {
  const encoder = createSegmentEncoder({ 'service.name': '"id":"' }, { indexedAttributes: [] });
  const [json] = encoder.encode(createFinishedSpan('x'));
  expect(json?.startsWith(`{"id":"${spanId}","name":`)).toBe(true);
});

test('a service without a name has a name all the same', () => {
  expect(toDocument({}, { resource: {} }).name).toBe('unknown_service');
  expect(toDocument({}, { resource: { 'service.name': '"{}"' } }).name).toBe('unknown_service');
});
