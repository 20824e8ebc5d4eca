import type { TemplateValue } from './cloudformation.ts';

const secretArn = '^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:.+$';
const image = '^[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com/cruddur/[a-z-]+@sha256:[0-9a-f]{64}$';
const imageExpectation = 'an image in a repository cruddur/..., by its digest: ...@sha256:...';

/** What an operator is asked. Whatever is secret is asked for by where it is kept, never by itself. */
export const parameters: Readonly<Record<string, Readonly<Record<string, TemplateValue>>>> = {
  Environment: {
    Type: 'String',
    Default: 'production',
    AllowedPattern: '^[a-z][a-z0-9-]{1,20}$',
    Description: 'deployment.environment.name of all telemetry, and part of the names of the log groups',
  },
  GatewayImage: {
    Type: 'String',
    AllowedPattern: image,
    ConstraintDescription: imageExpectation,
    Description: imageExpectation,
  },
  ActivitiesImage: {
    Type: 'String',
    AllowedPattern: image,
    ConstraintDescription: imageExpectation,
    Description: imageExpectation,
  },
  Release: {
    Type: 'String',
    Default: 'unknown',
    AllowedPattern: '^[A-Za-z0-9._-]{1,64}$',
    Description: 'service.version of all telemetry, such as the commit',
  },
  AllowedCidr: {
    Type: 'String',
    AllowedPattern: '^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$',
    Description: 'Who may reach the load balancer; 0.0.0.0/0 is everybody, and wants CertificateArn',
  },
  FrontEndOrigin: {
    Type: 'String',
    Default: 'http://localhost:3000',
    AllowedPattern: '^https?://[^/]+$',
    Description: 'Whose pages may read answers, such as https://cruddur.example (CORS)',
  },
  CertificateArn: {
    Type: 'String',
    Default: '',
    AllowedPattern: '^(arn:[a-z-]+:acm:.+)?$',
    Description: 'Of the load balancer, in ACM. Without it there is plain HTTP, for a first look only',
  },
  Sidecar: {
    Type: 'String',
    Default: 'collector',
    AllowedValues: ['collector', 'cloudwatch-agent', 'xray-daemon'],
    Description: 'What stands beside each service and takes its traces to X-Ray',
  },
  CollectorImage: {
    Type: 'String',
    Default: 'otel/opentelemetry-collector-contrib:0.164.0',
    Description: '0.147 or newer; best a copy in a repository of your own, by its digest',
  },
  CloudWatchAgentImage: {
    Type: 'String',
    Default: 'public.ecr.aws/cloudwatch-agent/cloudwatch-agent:latest',
    Description: 'Best a copy in a repository of your own, by its digest',
  },
  XRayDaemonImage: {
    Type: 'String',
    Default: 'public.ecr.aws/xray/aws-xray-daemon:3.x',
    Description: 'Best a copy in a repository of your own, by its digest',
  },
  KeptShare: {
    Type: 'Number',
    Default: 0.1,
    MinValue: 0,
    MaxValue: 1,
    Description:
      'With the Collector: of the traces that neither failed nor were slow. The others sample by the rules of X-Ray',
  },
  HoneycombSecretArn: {
    Type: 'String',
    AllowedPattern: secretArn,
    Description: 'The secret whose whole text is the ingest key',
  },
  HoneycombEndpoint: {
    Type: 'String',
    Default: 'https://api.honeycomb.io',
    AllowedPattern: '^https://.+$',
    Description: 'https://api.eu1.honeycomb.io for EU teams',
  },
  RollbarSecretArn: {
    Type: 'String',
    Default: '',
    AllowedPattern: `^$|${secretArn}`,
    Description: 'The secret whose whole text is a post_server_item token; empty: errors go to the log only',
  },
  DatabaseAuthoritiesSecretArn: {
    Type: 'String',
    AllowedPattern: secretArn,
    Description: 'The secret whose text are the certificates (PEM) by which the database is known',
  },
  DatabaseMaxCapacity: {
    Type: 'Number',
    Default: 2,
    MinValue: 1,
    MaxValue: 256,
    Description: 'In ACU of Aurora Serverless v2, each billed by the hour',
  },
  DeletionProtection: {
    Type: 'String',
    Default: 'true',
    AllowedValues: ['true', 'false'],
    Description: 'Of the database and the load balancer; false before the stack can be removed',
  },
  DesiredCount: {
    Type: 'Number',
    Default: 2,
    MinValue: 1,
    MaxValue: 100,
    Description: 'Tasks of each service',
  },
  RetentionDays: {
    Type: 'Number',
    Default: 30,
    AllowedValues: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365],
    Description: 'Of what containers and the database write to their standard output',
  },
  AlarmEmail: { Type: 'String', Default: '', Description: 'Who is told of alarms; empty: nobody' },
};

export const conditions: Readonly<Record<string, TemplateValue>> = {
  UsesCollector: { 'Fn::Equals': [{ Ref: 'Sidecar' }, 'collector'] },
  UsesCloudWatchAgent: { 'Fn::Equals': [{ Ref: 'Sidecar' }, 'cloudwatch-agent'] },
  UsesTls: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'CertificateArn' }, ''] }] },
  UsesRollbar: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'RollbarSecretArn' }, ''] }] },
  TellsOfAlarms: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AlarmEmail' }, ''] }] },
};
