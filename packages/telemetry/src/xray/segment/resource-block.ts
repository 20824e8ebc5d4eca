import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { toAccountId } from './aws-call.ts';
import { toLogGroups, type CloudWatchLogGroup } from './cloudwatch-logs.ts';
import { cutText } from './cut-text.ts';
import { maxTextLength } from './segment-document.ts';
import { toText } from './to-text.ts';

/** What all segments of a process have alike, because it comes from the resource. */
export interface ResourceBlock {
  readonly service: { readonly version: string } | undefined;
  readonly origin: string | undefined;
  readonly aws: ResourceAws | undefined;
}

type Texts = Readonly<Record<string, string | undefined>>;

interface ResourceAws {
  readonly account_id: string | undefined;
  readonly ec2: Texts | undefined;
  readonly ecs: Texts | undefined;
  readonly eks: Texts | undefined;
  readonly elastic_beanstalk: Readonly<Record<string, string | number | undefined>> | undefined;
  readonly cloudwatch_logs: readonly CloudWatchLogGroup[] | undefined;
  readonly xray: Readonly<Record<string, string | boolean | undefined>> | undefined;
}

/** Service version, `origin` and `aws` block of a segment. The last two are absent on another provider's machines. */
export function toResourceBlock(resource: Attributes, logGroupNames: readonly string[]): ResourceBlock {
  const version = cut(resource['service.version']) ?? imageTag(resource);
  const provider = toText(resource['cloud.provider']);
  const isElsewhere = provider !== undefined && provider !== 'aws';
  return {
    service: version === undefined ? undefined : { version },
    origin: isElsewhere ? undefined : toOrigin(resource),
    aws: isElsewhere ? undefined : toAws(resource, logGroupNames),
  };
}

function imageTag(resource: Attributes): string | undefined {
  const tags = resource['container.image.tags'];
  return cut(resource['container.image.tag'] ?? (Array.isArray(tags) ? (tags[0] ?? undefined) : undefined));
}

function toOrigin(resource: Attributes): string | undefined {
  switch (resource['cloud.platform']) {
    case 'aws_ec2':
      return 'AWS::EC2::Instance';
    case 'aws_ecs':
      return ecsOrigin(toText(resource['aws.ecs.launchtype'])?.toLowerCase());
    case 'aws_eks':
      return 'AWS::EKS::Container';
    case 'aws_elastic_beanstalk':
      return 'AWS::ElasticBeanstalk::Environment';
    case 'aws_app_runner':
      return 'AWS::AppRunner::Service';
    default:
      return undefined;
  }
}

function ecsOrigin(launchType: string | undefined): string {
  if (launchType === 'ec2') return 'AWS::ECS::EC2';
  return launchType === 'fargate' ? 'AWS::ECS::Fargate' : 'AWS::ECS::Container';
}

function toAws(resource: Attributes, logGroupNames: readonly string[]): ResourceAws | undefined {
  const platform = resource['cloud.platform'];
  const aws: ResourceAws = {
    account_id: toAccountId(resource['cloud.account.id']),
    ec2: platform === 'aws_ec2' || toText(resource['host.id']) !== undefined ? toEc2(resource) : undefined,
    ecs: platform === 'aws_ecs' ? toEcs(resource) : undefined,
    eks: platform === 'aws_eks' || resource['k8s.cluster.name'] !== undefined ? toEks(resource) : undefined,
    elastic_beanstalk: platform === 'aws_elastic_beanstalk' ? toBeanstalk(resource) : undefined,
    cloudwatch_logs: toLogGroups(resource, logGroupNames),
    xray: toSdk(resource),
  };
  return Object.values(aws).some((value) => value !== undefined) ? aws : undefined;
}

function toEc2(resource: Attributes): Texts {
  return {
    instance_id: cut(resource['host.id']),
    availability_zone: cut(resource['cloud.availability_zone']),
    instance_size: cut(resource['host.type']),
    ami_id: cut(resource['host.image.id']),
  };
}

function toEcs(resource: Attributes): Texts {
  return {
    container: cut(resource['container.name']),
    container_id: cut(resource['container.id']),
    container_arn: arn(resource['aws.ecs.container.arn']),
    cluster_arn: arn(resource['aws.ecs.cluster.arn']),
    task_arn: arn(resource['aws.ecs.task.arn']),
    task_family: cut(resource['aws.ecs.task.family']),
    launch_type: cut(resource['aws.ecs.launchtype']),
    availability_zone: cut(resource['cloud.availability_zone']),
  };
}

function toEks(resource: Attributes): Texts {
  return {
    cluster_name: cut(resource['k8s.cluster.name']),
    pod: cut(resource['k8s.pod.name']),
    container_id: cut(resource['container.id']),
  };
}

function toBeanstalk(resource: Attributes): ResourceAws['elastic_beanstalk'] {
  const deploymentId = Number(resource['service.instance.id'] ?? Number.NaN);
  if (!Number.isSafeInteger(deploymentId) || deploymentId < 0) return undefined;
  return {
    environment_name: cut(resource['service.namespace']),
    deployment_id: deploymentId,
    version_label: cut(resource['service.version']),
  };
}

function toSdk(resource: Attributes): ResourceAws['xray'] {
  const name = toText(resource['telemetry.sdk.name']);
  if (name === undefined) return undefined;
  const language = toText(resource['telemetry.sdk.language']);
  const isAutomatic = ['telemetry.auto.version', 'telemetry.distro.version'].some(
    (key) => toText(resource[key]) !== undefined,
  );
  return {
    sdk: cut(language === undefined ? name : `${name} for ${language}`),
    sdk_version: cut(resource['telemetry.sdk.version']),
    auto_instrumentation: isAutomatic,
  };
}

function cut(value: AttributeValue | undefined): string | undefined {
  const text = toText(value);
  return text === undefined ? undefined : cutText(text, maxTextLength);
}

const maxArnLength = 2048;

function arn(value: AttributeValue | undefined): string | undefined {
  const text = toText(value);
  return text === undefined ? undefined : cutText(text, maxArnLength);
}
