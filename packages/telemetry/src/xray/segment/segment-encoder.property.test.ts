import { SpanKind, type Attributes } from '@opentelemetry/api';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileText } from '../../testing/arbitraries.ts';
import { createFinishedSpan, finishedSpans } from '../../testing/finished-spans.ts';
import { parseStrictly, toDocument } from './fixtures/documents.ts';
import { withoutPasswords } from './without-passwords.ts';
import { createSegmentEncoder, type SegmentSettings } from './segment-encoder.ts';
import { deriveId } from './segment-ids.ts';

const knownKeys = `
  http.request.method http.request.method_original http.response.status_code http.host url.full
  url.scheme url.path url.query http.target http.status_code http.url server.address server.port
  client.address network.peer.address user_agent.original http.response.body.size db.system.name
  db.namespace db.query.text db.user db.connection_string user.id enduser.id rpc.system rpc.service
  rpc.method aws.remote.service aws.region aws.account_id aws.request_id aws.dynamodb.table_names
  aws.table_name messaging.url peer.service service.peer.name aws.service aws.xray.annotations
  aws.xray.metadata.x aws.xray.metadata.AWS.x AWS.x __proto__ constructor toString
  aws.xray.metadata.constructor aws.xray.metadata.__proto__ aws.xray.metadata.toString cloud.provider cloud.platform
  cloud.account.id host.id service.name service.version k8s.cluster.name aws.log.group.names
  aws.log.group.arns service.instance.id telemetry.sdk.name telemetry.sdk.language container.name
  exception.type exception.message exception.stacktrace error.type process.working_directory`
  .trim()
  .split(/\s+/);
const texts = fc.oneof(
  hostileText,
  fc.constantFrom('aws-api', 'postgresql', 'GET', '_OTHER', '::1', '10.0.0.1', 'https://h:1/p?q', 'aws_ecs'),
  fc.constantFrom(
    'aws',
    'aws_ec2',
    'aws_elastic_beanstalk',
    '12',
    '123456789012',
    'arn:a:logs:r:1:log-group:g:*',
  ),
  fc.constantFrom('Error: x\n    at f (file:///a.js:1:2)\n  [cause]: Error: y', '{"a":{"AWS.b":[1]}}', 'a&b'),
  fc.constantFrom(100, 300, 3000, 22_000, 70_000).map((length) => '\u0001€'.repeat(length / 2)),
);
const numbers = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(200, 404, 429, 503, 443));
const values = fc.oneof(
  { weight: 4, arbitrary: texts },
  { weight: 2, arbitrary: numbers },
  fc.boolean(),
  fc.array(texts, { maxLength: 3 }),
  fc.array(fc.integer(), { maxLength: 3 }),
);
const attributes: fc.Arbitrary<Attributes> = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...knownKeys), hostileText), values), { maxLength: 60 })
  .map((entries) => Object.fromEntries(entries));

/** Spans with attributes that the encoder knows, in all their forms and wrong ones. */
const spans = fc
  .record({ span: finishedSpans, attributes, eventAttributes: fc.array(attributes, { maxLength: 3 }) })
  .map(({ span, eventAttributes, ...more }) => ({
    ...span,
    attributes: { ...span.attributes, ...more.attributes },
    events: [
      ...span.events,
      ...eventAttributes.map((own) => ({ name: 'exception', time: span.startTime, attributes: own })),
    ],
  }));
const settings: fc.Arbitrary<SegmentSettings> = fc.record({
  indexedAttributes: fc.oneof(
    fc.constant('all' as const),
    fc.array(fc.oneof(fc.constantFrom(...knownKeys), hostileText), { maxLength: 60 }),
  ),
  logGroupNames: fc.array(hostileText, { maxLength: 12 }),
  tracedOrigins: fc.constant(new Set(['https://h:1'])),
});

test('any span of any resource becomes documents that the schema and the limit allow', () => {
  fc.assert(
    fc.property(spans, attributes, settings, (span, resource, options) => {
      const documents = createSegmentEncoder(resource, options).encode(span).map(parseStrictly);
      const isLocalRoot = span.parentSpanContext === undefined || span.parentSpanContext.isRemote === true;
      const isCall = span.kind === SpanKind.CLIENT || span.kind === SpanKind.PRODUCER;
      expect(documents.map(({ type }) => type)).toEqual(
        isLocalRoot ? (isCall ? [undefined, 'subsegment'] : [undefined]) : ['subsegment'],
      );
      expect(documents.at(-1)?.id).toBe(span.spanContext().spanId);
      expect(documents[0]?.parent_id).toBe(span.parentSpanContext?.spanId);
      for (const document of documents) {
        const { traceId } = span.spanContext();
        expect(document.trace_id).toBe(`1-${traceId.slice(0, 8)}-${traceId.slice(8)}`);
      }
    }),
    { numRuns: 400 },
  );
});

test('no document is larger than it may be, however small that is', () => {
  fc.assert(
    fc.property(spans, fc.integer({ min: 2000, max: 70_000 }), (span, maxDocumentBytes) => {
      const encoder = createSegmentEncoder(
        { 'service.name': 's' },
        { indexedAttributes: 'all', maxDocumentBytes },
      );
      const documents = encoder.encode(span);
      expect(documents.length).toBeGreaterThan(0);
      for (const json of documents) {
        expect(new TextEncoder().encode(json).length).toBeLessThanOrEqual(maxDocumentBytes);
        expect(() => {
          JSON.parse(json);
        }).not.toThrow();
      }
    }),
    { numRuns: 300 },
  );
});

test('no attribute gets lost in a document that is not cut', () => {
  const plain = fc.dictionary(
    fc.oneof(fc.constantFrom(...knownKeys), fc.string({ minLength: 1, maxLength: 8 })),
    fc.oneof(fc.string({ maxLength: 40 }), fc.integer(), fc.boolean()),
    { maxKeys: 20 },
  );
  fc.assert(
    fc.property(finishedSpans, plain, (span, own) => {
      const document = toDocument({
        ...span,
        kind: SpanKind.INTERNAL,
        events: [],
        links: [],
        name: 's',
        attributes: own,
      });
      const written = JSON.stringify(document);
      // A user may be given as `user:password`: all but the password is to be found.
      for (const value of Object.values(withoutPasswords(own))) {
        expect(written).toContain(JSON.stringify(value).replace(/^"|"$/g, ''));
      }
    }),
  );
});

test('a namespace and its keys may be named as what every object inherits, and nothing inherits from them', () => {
  const inherited = Object.getOwnPropertyNames(Object.prototype);
  // `__proto__` is the one name that stays an attribute.
  const names = fc.uniqueArray(fc.constantFrom(...inherited.filter((name) => name !== '__proto__')), {
    minLength: 1,
  });
  const before = [inherited, Object.getOwnPropertyNames(Object)];
  fc.assert(
    fc.property(names, fc.constantFrom('planted', ...inherited), (namespaces, key) => {
      const own = Object.fromEntries(
        namespaces.map((name) => [`aws.xray.metadata.${name}`, `{"${key}":"${name}"}`]),
      );
      const indexedAttributes = [...namespaces, ...namespaces.map((name) => `otel.resource.${name}`)];
      const [json = ''] = createSegmentEncoder({}, { indexedAttributes }).encode(
        createFinishedSpan('s', { attributes: own }),
      );
      const { annotations, metadata } = parseStrictly(json);
      expect(annotations).toBeUndefined();
      for (const name of namespaces) {
        const written = `{"${key}":"${name}"}`;
        expect(JSON.stringify(Object.entries(metadata ?? {}))).toContain(`["${name}",${written}]`);
      }
      expect([Object.getOwnPropertyNames(Object.prototype), Object.getOwnPropertyNames(Object)]).toEqual(
        before,
      );
    }),
  );
});

test('derived ids are ids, and those of one purpose never meet', () => {
  const ids = new Set<string>();
  for (let number = 0; number < 20_000; number += 1) {
    const id = deriveId(number.toString(16).padStart(16, '0'), 0);
    expect(id).toMatch(/^[0-9a-f]{16}$/);
    ids.add(id);
  }
  expect(ids.size).toBe(20_000);
});
