import { SpanKind, type Attributes } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { localParent, toDocument } from './fixtures/documents.ts';

const segmentOf = (resource: Attributes, logGroupNames?: readonly string[]): object => {
  const { aws, origin, service } = toDocument({}, { resource, ...(logGroupNames && { logGroupNames }) });
  return { ...(aws && { aws }), ...(origin !== undefined && { origin }), ...(service && { service }) };
};

describe('a segment', () => {
  const ecs = {
    'cloud.platform': 'aws_ecs',
    'container.name': 'web',
    'container.id': 'c1',
    'aws.ecs.container.arn': 'arn:container',
    'aws.ecs.cluster.arn': 'arn:cluster',
    'aws.ecs.task.arn': 'arn:task',
    'aws.ecs.task.family': 'family',
    'cloud.availability_zone': 'eu-1a',
  };
  const ecsBlock = {
    container: 'web',
    container_id: 'c1',
    container_arn: 'arn:container',
    cluster_arn: 'arn:cluster',
    task_arn: 'arn:task',
    task_family: 'family',
    availability_zone: 'eu-1a',
  };
  test.each<readonly [string, Attributes, object]>([
    ['nothing', {}, {}],
    ['an account', { 'cloud.account.id': '123456789012' }, { aws: { account_id: '123456789012' } }],
    ['what is no account', { 'cloud.account.id': 'test' }, {}],
    [
      'EC2',
      {
        'cloud.provider': 'aws',
        'cloud.platform': 'aws_ec2',
        'host.id': 'i-1',
        'host.type': 't3',
        'host.image.id': 'ami-1',
        'cloud.availability_zone': 'eu-1a',
      },
      {
        aws: {
          ec2: { instance_id: 'i-1', availability_zone: 'eu-1a', instance_size: 't3', ami_id: 'ami-1' },
        },
        origin: 'AWS::EC2::Instance',
      },
    ],
    ['a host without a platform', { 'host.id': 'i-1' }, { aws: { ec2: { instance_id: 'i-1' } } }],
    ['ECS', ecs, { aws: { ecs: ecsBlock }, origin: 'AWS::ECS::Container' }],
    [
      'ECS on EC2',
      { ...ecs, 'aws.ecs.launchtype': 'ec2' },
      { aws: { ecs: { ...ecsBlock, launch_type: 'ec2' } }, origin: 'AWS::ECS::EC2' },
    ],
    [
      'ECS on Fargate',
      { ...ecs, 'aws.ecs.launchtype': 'FARGATE' },
      { aws: { ecs: { ...ecsBlock, launch_type: 'FARGATE' } }, origin: 'AWS::ECS::Fargate' },
    ],
    [
      'EKS',
      { 'cloud.platform': 'aws_eks', 'k8s.cluster.name': 'k', 'k8s.pod.name': 'p', 'container.id': 'c1' },
      { aws: { eks: { cluster_name: 'k', pod: 'p', container_id: 'c1' } }, origin: 'AWS::EKS::Container' },
    ],
    ['a cluster of one’s own', { 'k8s.cluster.name': 'k' }, { aws: { eks: { cluster_name: 'k' } } }],
    [
      'Elastic Beanstalk',
      {
        'cloud.platform': 'aws_elastic_beanstalk',
        'service.namespace': 'env',
        'service.instance.id': '32',
        'service.version': 'v1',
      },
      {
        aws: { elastic_beanstalk: { environment_name: 'env', deployment_id: 32, version_label: 'v1' } },
        origin: 'AWS::ElasticBeanstalk::Environment',
        service: { version: 'v1' },
      },
    ],
    [
      'Elastic Beanstalk without a number of deployment',
      { 'cloud.platform': 'aws_elastic_beanstalk', 'service.instance.id': 'a-b' },
      { origin: 'AWS::ElasticBeanstalk::Environment' },
    ],
    ['App Runner', { 'cloud.platform': 'aws_app_runner' }, { origin: 'AWS::AppRunner::Service' }],
    ['Lambda', { 'cloud.platform': 'aws_lambda' }, {}],
    [
      'another provider',
      {
        'cloud.provider': 'gcp',
        'cloud.platform': 'aws_ec2',
        'host.id': 'i-1',
        'telemetry.sdk.name': 'opentelemetry',
        'service.version': '1',
      },
      { service: { version: '1' } },
    ],
    [
      'an SDK',
      {
        'telemetry.sdk.name': 'opentelemetry',
        'telemetry.sdk.language': 'nodejs',
        'telemetry.sdk.version': '2.12.1',
      },
      {
        aws: {
          xray: { sdk: 'opentelemetry for nodejs', sdk_version: '2.12.1', auto_instrumentation: false },
        },
      },
    ],
    [
      'an SDK of a distribution',
      { 'telemetry.sdk.name': 'x', 'telemetry.distro.version': '1' },
      { aws: { xray: { sdk: 'x', auto_instrumentation: true } } },
    ],
    [
      'an automatic SDK',
      { 'telemetry.sdk.name': 'x', 'telemetry.auto.version': '1' },
      { aws: { xray: { sdk: 'x', auto_instrumentation: true } } },
    ],
    ['a version', { 'service.version': '1', 'container.image.tag': '2' }, { service: { version: '1' } }],
    ['an old image tag', { 'container.image.tag': '2' }, { service: { version: '2' } }],
    ['image tags', { 'container.image.tags': ['3', '4'] }, { service: { version: '3' } }],
  ])('%s', (_, resource, expected) => {
    expect(segmentOf(resource)).toEqual(expected);
  });

  const arn = 'arn:aws:logs:eu-1:123456789012:log-group:/app/web:*';
  test.each<readonly [string, Attributes, readonly string[] | undefined, unknown]>([
    [
      'ARNs',
      { 'aws.log.group.arns': [arn], 'aws.log.group.names': ['x'] },
      ['y'],
      [{ log_group: '/app/web', arn }],
    ],
    ['what is no ARN', { 'aws.log.group.arns': ['x'] }, undefined, undefined],
    ['names', { 'aws.log.group.names': ['a', 'b'] }, ['y'], [{ log_group: 'a' }, { log_group: 'b' }]],
    [
      'names in one text',
      { 'aws.log.group.names': 'a&b' },
      undefined,
      [{ log_group: 'a' }, { log_group: 'b' }],
    ],
    ['configured names', {}, ['y'], [{ log_group: 'y' }]],
    ['none', {}, [], undefined],
  ])('log groups: %s', (_, resource, configured, expected) => {
    expect(segmentOf(resource, configured)).toEqual(
      expected === undefined ? {} : { aws: { cloudwatch_logs: expected } },
    );
  });

  test('has all of the resource in its metadata', () => {
    const resource = { 'service.name': 'gateway', 'host.name': 'box', 'AWS.x': 1 };
    expect(toDocument({}, { resource }).metadata?.['resource']).toEqual({
      'service.name': 'gateway',
      'host.name': 'box',
      AWS_x: 1,
    });
  });
});

const awsOf = (attributes: Attributes, kind = SpanKind.CLIENT): unknown =>
  toDocument({ kind, attributes, parentSpanContext: localParent }).aws;

describe('a call', () => {
  const api = { 'rpc.system': 'aws-api' };

  test.each<readonly [Attributes, unknown]>([
    [{ ...api, 'rpc.method': 'PutObject' }, { operation: 'PutObject' }],
    [{ ...api, 'rpc.method': 'S3/PutObject' }, { operation: 'PutObject' }],
    [{ 'rpc.method': 'PutObject' }, undefined],
    [{ 'aws.operation': 'Get', ...api, 'rpc.method': 'Put' }, { operation: 'Get' }],
    [{ 'aws.account_id': '123456789012' }, { account_id: '123456789012' }],
    [{ 'aws.account_id': 'x' }, undefined],
    [{ 'aws.region': 'eu-1' }, { region: 'eu-1' }],
    [{ ...api, 'cloud.region': 'eu-1' }, { region: 'eu-1' }],
    [{ 'cloud.region': 'eu-1' }, undefined],
    [{ 'aws.request_id': 'r' }, { request_id: 'r' }],
    [{ 'aws.request.id': 'r' }, { request_id: 'r' }],
    [{ 'aws.requestId': 'r' }, { request_id: 'r' }],
    [{ 'messaging.url': 'u', 'aws.queue_url': 'x' }, { queue_url: 'u' }],
    [{ 'aws.sqs.queue.url': 'u' }, { queue_url: 'u' }],
    [{ 'aws.queue_url': 'u' }, { queue_url: 'u' }],
    [{ 'aws.queue.url': 'u' }, { queue_url: 'u' }],
    [{ 'aws.dynamodb.table_names': ['a'], 'aws.table_name': 'x' }, { table_name: 'a' }],
    [{ 'aws.dynamodb.table_names': ['a', 'b'] }, { table_names: ['a', 'b'] }],
    [{ 'aws.table_name': 'a' }, { table_name: 'a' }],
    [{ 'aws.table.name': 'a' }, { table_name: 'a' }],
    [{}, undefined],
  ])('%j -> %j', (attributes, expected) => {
    expect(awsOf(attributes)).toEqual(expected);
    expect(awsOf(attributes, SpanKind.PRODUCER)).toEqual(expected);
  });

  test('local work has none, and keeps the attributes in its metadata', () => {
    const attributes = { 'aws.region': 'eu-1' };
    const document = toDocument({ kind: SpanKind.INTERNAL, attributes, parentSpanContext: localParent });
    expect(document.aws).toBeUndefined();
    expect(document.metadata?.['default']).toEqual(attributes);
  });
});
