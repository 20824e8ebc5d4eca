import {
  attribute,
  choose,
  substitute,
  type TemplateResources,
  type TemplateValue,
} from './cloudformation.ts';
import { conditions, parameters } from './parameters.ts';
import { createAlarms } from './resources/alarms.ts';
import { createDatabase } from './resources/database.ts';
import { createEncryption } from './resources/encryption.ts';
import { createLoadBalancer } from './resources/load-balancer.ts';
import { createNetwork } from './resources/network.ts';
import { createSecurityGroups } from './resources/security-groups.ts';
import { createServices } from './resources/services.ts';

export interface Template {
  readonly AWSTemplateFormatVersion: '2010-09-09';
  readonly Description: string;
  readonly Parameters: typeof parameters;
  readonly Conditions: typeof conditions;
  readonly Resources: TemplateResources;
  readonly Outputs: Readonly<Record<string, Readonly<Record<string, TemplateValue>>>>;
}

/** Both services on ECS Fargate behind a load balancer, with Aurora PostgreSQL and a sidecar for telemetry. */
export function createTemplate(): Template {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description:
      'Cruddur: gateway and activities, whose requests are each one trace. Made by aws/deploy/main.ts',
    Parameters: parameters,
    Conditions: conditions,
    Resources: {
      ...createEncryption(),
      ...createNetwork(),
      ...createSecurityGroups(),
      ...createLoadBalancer(),
      ...createDatabase(),
      ...createServices(),
      ...createAlarms(),
    },
    Outputs: {
      Url: {
        Description: 'The gateway; with a certificate, let the name that it is for lead here',
        Value: choose(
          'UsesTls',
          substitute('https://${LoadBalancer.DNSName}'),
          substitute('http://${LoadBalancer.DNSName}'),
        ),
      },
      AlarmTopic: { Description: 'Where alarms are told', Value: { Ref: 'AlarmTopic' } },
      DatabaseSecret: { Description: 'User and password of the database', Value: { Ref: 'DatabaseSecret' } },
      DatabaseEndpoint: { Value: attribute('Database', 'Endpoint.Address') },
    },
  };
}
