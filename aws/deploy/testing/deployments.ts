import type { TemplateResource } from '../cloudformation.ts';
import { createTemplate } from '../template.ts';
import { requiredSettings, resolveTemplate, type Settings } from './resolve-template.ts';

export interface Deployment {
  readonly title: string;
  readonly resources: Readonly<Record<string, TemplateResource>>;
}

const collectorOnly: Settings = { Sidecar: 'collector' };
const choices: readonly (readonly [string, Settings])[] = [
  ['a Collector', collectorOnly],
  ['the CloudWatch agent', { Sidecar: 'cloudwatch-agent' }],
  ['the X-Ray daemon', { Sidecar: 'xray-daemon' }],
  [
    'everything that is optional',
    {
      CertificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/0',
      RollbarSecretArn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:cruddur/rollbar-AbCdEf',
      AlarmEmail: 'operator@cruddur.example',
    },
  ],
];

/** The template as it comes out for each way of deploying it. */
export const deployments: readonly Deployment[] = choices.map(([title, settings]) => ({
  title,
  resources: resolveTemplate(createTemplate(), { ...requiredSettings, ...settings }),
}));
