import { count, flag, listOf, objectOf, text, type Check } from './check-value.ts';

const word = text(250);
/** Image and task references may be longer than the general limit: an ARN has up to 2,048 characters. */
const arn = text(2048);

const accountId = text(12, /^\d{12}$/, 'an account id of 12 digits');

/** Where the service runs. */
export const segmentAws: Check = objectOf({
  account_id: accountId,
  cloudwatch_logs: listOf(objectOf({ log_group: text(512), arn })),
  ec2: objectOf({ instance_id: word, availability_zone: word, instance_size: word, ami_id: word }),
  ecs: objectOf({
    container: word,
    container_id: word,
    container_arn: arn,
    cluster_arn: arn,
    task_arn: arn,
    task_family: word,
    launch_type: word,
    availability_zone: word,
  }),
  eks: objectOf({ cluster_name: word, pod: word, container_id: word }),
  elastic_beanstalk: objectOf({ environment_name: word, deployment_id: count, version_label: word }),
  xray: objectOf({ sdk: word, sdk_version: word, auto_instrumentation: flag }),
});

/** Which AWS resource was called. */
export const subsegmentAws: Check = objectOf({
  operation: word,
  account_id: accountId,
  region: word,
  request_id: word,
  queue_url: arn,
  table_name: word,
  table_names: listOf(word),
  retries: count,
  resource_names: listOf(arn),
});
