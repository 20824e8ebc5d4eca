import { expect, test } from 'vitest';
import { samplingResourceArn, samplingServiceType } from './sampling-service.ts';

test.for([
  ['aws_ecs', 'AWS::ECS::Container'],
  ['aws_ec2', 'AWS::EC2::Instance'],
  ['aws_eks', 'AWS::EKS::Container'],
  ['aws_elastic_beanstalk', 'AWS::ElasticBeanstalk::Environment'],
  ['aws_app_runner', 'AWS::AppRunner::Service'],
  ['aws_lambda', 'AWS::Lambda::Function'],
  ['gcp_cloud_run', undefined],
  ['constructor', undefined],
  [undefined, undefined],
] as const)('the service type on %j is %j', ([platform, expected]) => {
  const resource = { 'aws.ecs.launchtype': 'fargate', ...(platform && { 'cloud.platform': platform }) };
  expect(samplingServiceType(resource)).toBe(expected);
});

test("the resource ARN is the container's, else the resource's, else unknown", () => {
  const container = 'arn:aws:ecs:eu-west-1:123456789012:container/abc';
  const lambda = 'arn:aws:lambda:eu-west-1:123456789012:function:f';
  expect(samplingResourceArn({ 'aws.ecs.container.arn': container, 'cloud.resource_id': lambda })).toBe(
    container,
  );
  expect(samplingResourceArn({ 'cloud.resource_id': lambda })).toBe(lambda);
  expect(samplingResourceArn({ 'cloud.resource_id': '//run.googleapis.com/x' })).toBeUndefined();
  expect(samplingResourceArn({})).toBeUndefined();
});
