import {
  attribute,
  ref,
  substitute,
  type TemplateResource,
  type TemplateResources,
  type TemplateValue,
} from '../cloudformation.ts';
import { containerLogsId } from './container-logs.ts';

/** As in `packages/telemetry/src/cloudwatch/metric-event.ts`; a test compares them. */
const metricNamespace = 'Cruddur/Telemetry';

interface Threshold {
  readonly metric: Readonly<Record<string, TemplateValue>>;
  readonly statistic: 'Sum' | 'Maximum';
  readonly above: number;
  /** Of five minutes each. */
  readonly periods?: number;
}

/** Telemetry that got lost or is late, and a service that fails; told to the topic, and by e-mail to who asked for it. */
export function createAlarms(): TemplateResources {
  return {
    AlarmTopic: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: ref('Key') } },
    AlarmSubscription: {
      Type: 'AWS::SNS::Subscription',
      Condition: 'TellsOfAlarms',
      Properties: {
        TopicArn: ref('AlarmTopic'),
        Protocol: 'email',
        Endpoint: ref('AlarmEmail'),
      },
    },
    ...alarmsOfService('gateway', 'Gateway'),
    ...alarmsOfService('activities', 'Activities'),
    GatewayFailsAlarm: alarm('The gateway answered more than ten requests with 5xx within five minutes.', {
      metric: ofLoadBalancer('HTTPCode_Target_5XX_Count'),
      statistic: 'Sum',
      above: 10,
    }),
    GatewayUnreadyAlarm: alarm('A gateway was not ready for ten minutes: see whether activities is.', {
      metric: ofLoadBalancer('UnHealthyHostCount', {
        Name: 'TargetGroup',
        Value: attribute('GatewayTargets', 'TargetGroupFullName'),
      }),
      statistic: 'Maximum',
      above: 0,
      periods: 2,
    }),
  };
}

function alarmsOfService(service: string, logicalName: string): TemplateResources {
  return {
    // What a sink drops it says on standard output only, at once and then in sums (drop-reporter.ts).
    [`${logicalName}DropFilter`]: {
      Type: 'AWS::Logs::MetricFilter',
      Properties: {
        LogGroupName: ref(containerLogsId(service)),
        FilterPattern: dropLinePattern,
        MetricTransformations: [
          {
            MetricNamespace: metricNamespace,
            MetricName: 'DroppedItems',
            MetricValue: '$.items',
            Dimensions: [
              { Key: 'service', Value: '$.service' },
              { Key: 'sink', Value: '$.sink' },
            ],
            Unit: 'Count',
          },
        ],
      },
    },
    ...Object.fromEntries(
      Object.entries(droppingSinks).map(([sink, { logicalName: name, what }]) => [
        `${logicalName}Drops${name}Alarm`,
        alarm(`${service} dropped ${what}. Why: "reason" and "detail" of the lines in its standard output.`, {
          metric: {
            Namespace: metricNamespace,
            MetricName: 'DroppedItems',
            Dimensions: [
              { Name: 'service', Value: service },
              { Name: 'sink', Value: sink },
            ],
          },
          statistic: 'Sum',
          above: 0,
        }),
      ]),
    ),
    // Of the CloudWatch sink itself, which also counts what it could not say in time.
    [`${logicalName}LostLinesAlarm`]: alarm(`${service} lost log lines on the way to CloudWatch.`, {
      metric: ofSink(service, 'Dropped'),
      statistic: 'Sum',
      above: 0,
    }),
    [`${logicalName}LateLinesAlarm`]: alarm(`Log lines of ${service} waited for more than a minute.`, {
      metric: ofSink(service, 'OldestAge'),
      statistic: 'Maximum',
      above: 60_000,
    }),
  };
}

/** A line of `drop-reporter.ts`: it has both fields, and nothing else has `sink` as text and `items` as a number. */
export const dropLinePattern = '{ ($.sink = "*") && ($.items > 0) }';

/** The sinks that a service has here, by the name that they report with. */
export const droppingSinks: Readonly<
  Record<string, { readonly logicalName: string; readonly what: string }>
> = {
  otlp: { logicalName: 'Spans', what: 'spans on the way to Honeycomb or the Collector' },
  xray: { logicalName: 'Segments', what: 'X-Ray segments' },
  cloudwatch: { logicalName: 'Lines', what: 'log lines' },
  rollbar: { logicalName: 'Errors', what: 'reports of errors' },
};

function ofSink(service: string, metricName: string): Record<string, TemplateValue> {
  return {
    Namespace: metricNamespace,
    MetricName: metricName,
    Dimensions: [
      { Name: 'service', Value: service },
      { Name: 'environment', Value: ref('Environment') },
    ],
  };
}

function ofLoadBalancer(
  metricName: string,
  ...dimensions: readonly TemplateValue[]
): Record<string, TemplateValue> {
  return {
    Namespace: 'AWS/ApplicationELB',
    MetricName: metricName,
    Dimensions: [
      { Name: 'LoadBalancer', Value: attribute('LoadBalancer', 'LoadBalancerFullName') },
      ...dimensions,
    ],
  };
}

function alarm(description: string, { metric, statistic, above, periods = 1 }: Threshold): TemplateResource {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmDescription: substitute(`\${AWS::StackName}: ${description}`),
      ...metric,
      Statistic: statistic,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: above,
      Period: 300,
      EvaluationPeriods: periods,
      // No drops, no lines, no metric: all is well.
      TreatMissingData: 'notBreaching',
      AlarmActions: [ref('AlarmTopic')],
    },
  };
}
