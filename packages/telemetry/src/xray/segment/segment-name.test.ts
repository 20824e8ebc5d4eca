import { SpanKind, type Attributes } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { toSegmentName } from './segment-name.ts';
import { localParent, toDocument } from './fixtures/documents.ts';

describe('a name has only what X-Ray allows', () => {
  test.each([
    ['gateway', 'gateway'],
    [String.raw`a_b.c:d/e%f&g#h=i+j\k-l@m n`, String.raw`a_b.c:d/e%f&g#h=i+j\k-l@m n`],
    ['GET /users/{id}?x=(1)*', 'GET /users/idx=1'],
    ['Grüße, Ελλάδα 日本 ٣', 'Grüße Ελλάδα 日本 ٣'],
    ['tab\tand\nline', 'tab\tand\nline'],
    ['a😀b\u0000c', 'abc'],
    ['half \ud83d pair', 'half  pair'],
    ['', 'span'],
    ['{}', 'span'],
    ['  ', 'span'],
    ['x'.repeat(201), 'x'.repeat(200)],
    [`${'x'.repeat(199)}𝒜𝒜`, 'x'.repeat(199)],
    [`${'x'.repeat(198)}𝒜𝒜`, `${'x'.repeat(198)}𝒜`],
  ])('%j -> %j', (name, expected) => {
    expect(toSegmentName(name)).toBe(expected);
  });
});

const nameOf = (kind: SpanKind, attributes: Attributes): readonly unknown[] => {
  const { name, namespace } = toDocument({ name: 'GET', kind, attributes, parentSpanContext: localParent });
  return [name, namespace];
};

describe('a call is named by the first of', () => {
  const inOrder: readonly (readonly [Attributes, string])[] = [
    [{ 'aws.remote.service': 'remote-service' }, 'remote-service'],
    [{ 'service.peer.name': 'stable-peer' }, 'stable-peer'],
    [{ 'peer.service': 'peer' }, 'peer'],
    [{ 'db.namespace': 'cruddur', 'server.address': 'db.local' }, 'cruddur@db.local'],
    [{ 'rpc.service': 'rpc' }, 'rpc'],
    [{ 'rpc.method': 'grpc.Health/Check' }, 'grpc.Health'],
    [{ 'http.host': 'host:81' }, 'host:81'],
    [{ 'server.address': 'address' }, 'address'],
    [{ 'net.peer.name': 'old-address' }, 'old-address'],
    [{}, 'GET'],
  ];

  test.each(inOrder.map(([attributes, expected], index) => [index, attributes, expected] as const))(
    '%i: %j',
    (index, attributes, expected) => {
      const rest = inOrder.slice(index).map(([each]) => each);
      const all: Attributes = Object.assign({}, ...rest.toReversed());
      for (const kind of [SpanKind.CLIENT, SpanKind.PRODUCER]) {
        expect(nameOf(kind, attributes)).toEqual([expected, 'remote']);
        expect(nameOf(kind, { ...all, ...attributes })).toEqual([expected, 'remote']);
      }
    },
  );

  test.each<readonly [Attributes, string]>([
    [{ 'db.namespace': 'cruddur' }, 'cruddur'],
    [{ 'db.name': 'old', 'net.peer.name': 'h' }, 'old@h'],
    [{ 'db.name': 'old', 'db.connection_string': 'jdbc:mysql://u:p@db.local:3306/old' }, 'old@db.local'],
    [{ 'db.name': 'old', 'db.connection_string': 'Server=x' }, 'old'],
    [{ 'db.namespace': 'c', 'server.address': '::1' }, 'c@::1'],
  ])('a database: %j -> %s', (attributes, expected) => {
    expect(nameOf(SpanKind.CLIENT, attributes)).toEqual([expected, 'remote']);
  });

  test.each<readonly [Attributes, string]>([
    [{ 'rpc.service': 'S3' }, 'S3'],
    [{ 'rpc.method': 'S3/PutObject' }, 'S3'],
    [{ 'aws.remote.service': 'AWS.SDK.S3' }, 'S3'],
    [{ 'aws.remote.service': 'AWS::DynamoDB' }, 'DynamoDB'],
    [{ 'aws.remote.service': 'orders' }, 'orders'],
  ])('a call of the AWS SDK: %j -> %s', (attributes, expected) => {
    expect(nameOf(SpanKind.CLIENT, { 'rpc.system': 'aws-api', ...attributes })).toEqual([expected, 'aws']);
    expect(nameOf(SpanKind.CLIENT, { 'rpc.system.name': 'aws-api', ...attributes })).toEqual([
      expected,
      'aws',
    ]);
  });

  test('a name from aws.service is of AWS', () => {
    expect(nameOf(SpanKind.CLIENT, { 'aws.service': 'SQS' })).toEqual(['SQS', 'aws']);
  });

  test('only the AWS SDK’s services lose the prefix', () => {
    expect(nameOf(SpanKind.CLIENT, { 'aws.remote.service': 'AWS::S3' })).toEqual(['AWS::S3', 'remote']);
  });

  test('a consumer inside of a segment is a call when it names the other side', () => {
    expect(nameOf(SpanKind.CONSUMER, { 'aws.remote.service': 'queue' })).toEqual(['queue', 'remote']);
    expect(nameOf(SpanKind.CONSUMER, { 'server.address': 'queue' })).toEqual(['GET', undefined]);
  });

  test('local work keeps its name whatever it says of others', () => {
    const attributes = { 'peer.service': 'peer', 'server.address': 'h' };
    expect(nameOf(SpanKind.INTERNAL, attributes)).toEqual(['GET', undefined]);
    expect(nameOf(SpanKind.SERVER, attributes)).toEqual(['GET', undefined]);
  });

  test('names from attributes are cleaned as well', () => {
    expect(nameOf(SpanKind.CLIENT, { 'peer.service': 'orders {blue}' })).toEqual(['orders blue', 'remote']);
    expect(nameOf(SpanKind.CLIENT, { 'peer.service': '{}' })).toEqual(['span', 'remote']);
  });
});
