import { choose, onlyIf, ref, substitute, type TemplateValue } from '../cloudformation.ts';

/** What every service is told; `own` comes first. */
export function createEnvironment(
  service: string,
  own: Readonly<Record<string, TemplateValue>>,
): readonly TemplateValue[] {
  const always: Record<string, TemplateValue> = {
    ...own,
    OTEL_SERVICE_NAME: service,
    OTEL_RESOURCE_ATTRIBUTES: substitute(
      'deployment.environment.name=${Environment},service.version=${Release},cloud.provider=aws,cloud.platform=aws_ecs,cloud.region=${AWS::Region}',
    ),
    AWS_REGION: ref('AWS::Region'),
    LOG_FORMAT: 'json',
    CRUDDUR_LOG_REQUESTS: 'true',
    // Made by npm run aws:provision.
    CLOUDWATCH_LOG_GROUP: 'cruddur',
    CRUDDUR_CLOUDWATCH_METRICS: 'true',
  };
  return [
    ...Object.entries(always).map(([name, value]) => variable(name, value)),
    choose(
      'UsesCollector',
      variable('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://127.0.0.1:4318'),
      variable('AWS_XRAY_DAEMON_ADDRESS', '127.0.0.1:2000'),
    ),
    choose(
      'UsesCollector',
      variable('CRUDDUR_TAIL_RATIO', ref('KeptShare')),
      variable('OTEL_TRACES_SAMPLER', 'xray'),
    ),
    choose('UsesCollector', ref('AWS::NoValue'), variable('HONEYCOMB_ENDPOINT', ref('HoneycombEndpoint'))),
  ];
}

/** Environment variables that ECS fills in from Secrets Manager; with the Collector, only it gets Honeycomb's key. */
export function createSecrets(own: Readonly<Record<string, TemplateValue>>): readonly TemplateValue[] {
  return [
    ...Object.entries(own).map(([name, from]) => secret(name, from)),
    choose('UsesCollector', ref('AWS::NoValue'), secret('HONEYCOMB_API_KEY', ref('HoneycombSecretArn'))),
    onlyIf('UsesRollbar', secret('ROLLBAR_ACCESS_TOKEN', ref('RollbarSecretArn'))),
  ];
}

function variable(name: string, value: TemplateValue): TemplateValue {
  return { Name: name, Value: value };
}

function secret(name: string, from: TemplateValue): TemplateValue {
  return { Name: name, ValueFrom: from };
}
