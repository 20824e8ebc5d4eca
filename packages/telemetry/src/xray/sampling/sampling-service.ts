import type { Attributes } from '@opentelemetry/api';

/** What X-Ray's rules call the service types; `AWS::ECS::Container` whatever the launch type. */
const serviceTypes: Readonly<Record<string, string>> = {
  aws_app_runner: 'AWS::AppRunner::Service',
  aws_ec2: 'AWS::EC2::Instance',
  aws_ecs: 'AWS::ECS::Container',
  aws_eks: 'AWS::EKS::Container',
  aws_elastic_beanstalk: 'AWS::ElasticBeanstalk::Environment',
  aws_lambda: 'AWS::Lambda::Function',
};

/** What a rule's `ServiceType` is held against; undefined outside of AWS. */
export function samplingServiceType(resource: Attributes): string | undefined {
  const platform = resource['cloud.platform'];
  return typeof platform === 'string' && Object.hasOwn(serviceTypes, platform)
    ? serviceTypes[platform]
    : undefined;
}

/** What a rule's `ResourceARN` is held against: the resource that runs the service, where it is known. */
export function samplingResourceArn(resource: Attributes): string | undefined {
  for (const key of ['aws.ecs.container.arn', 'cloud.resource_id', 'faas.id']) {
    const arn = resource[key];
    if (typeof arn === 'string' && arn.startsWith('arn:')) return arn;
  }
  return undefined;
}
