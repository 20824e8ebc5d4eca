import {
  attribute,
  ref,
  type TemplateResource,
  type TemplateResources,
  type TemplateValue,
} from '../cloudformation.ts';
import { containerLogsId, createContainerLogs, logConfiguration } from './container-logs.ts';
import { privateSubnets } from './network.ts';
import { createExecutionRole, createTaskRole } from './roles.ts';
import { createEnvironment, createSecrets } from './service-environment.ts';
import { createSidecar, sidecarName } from './sidecar.ts';

export interface ServiceSpec {
  /** `gateway`: the name of its spans, its container and its repository. */
  readonly name: string;
  /** `Gateway`: what its resources are called in the template. */
  readonly logicalName: string;
  readonly port: number;
  readonly environment: Readonly<Record<string, TemplateValue>>;
  /** Variables, each with where its value is kept. */
  readonly secrets: Readonly<Record<string, TemplateValue>>;
  /** The secrets themselves, for the role that reads them. */
  readonly secretArns: readonly TemplateValue[];
  /** How it is found: by the load balancer or by name. */
  readonly reachedBy: Readonly<Record<string, TemplateValue>>;
  readonly dependsOn: readonly string[];
}

/** Longer than the 10 s in which a service finishes its requests and sends what it holds (`deadlineMs`). */
const stopTimeoutSeconds = 30;

/** A service on Fargate with all that is its own: roles, logs, task, and how it is kept running. */
export function createService(spec: ServiceSpec): TemplateResources {
  const { name, logicalName } = spec;
  return {
    [containerLogsId(name)]: createContainerLogs(name),
    [`${logicalName}TaskRole`]: createTaskRole(),
    [`${logicalName}ExecutionRole`]: createExecutionRole(
      containerLogsId(name),
      `cruddur/${name}`,
      spec.secretArns,
    ),
    [`${logicalName}Task`]: createTask(spec),
    [`${logicalName}Service`]: {
      Type: 'AWS::ECS::Service',
      DependsOn: spec.dependsOn,
      Properties: {
        Cluster: ref('Cluster'),
        TaskDefinition: ref(`${logicalName}Task`),
        LaunchType: 'FARGATE',
        PlatformVersion: '1.4.0',
        DesiredCount: ref('DesiredCount'),
        NetworkConfiguration: {
          AwsvpcConfiguration: {
            AssignPublicIp: 'DISABLED',
            Subnets: privateSubnets,
            SecurityGroups: [attribute(`${logicalName}SecurityGroup`, 'GroupId')],
          },
        },
        DeploymentConfiguration: {
          // A release whose tasks do not become healthy is taken back.
          DeploymentCircuitBreaker: { Enable: true, Rollback: true },
          MinimumHealthyPercent: 100,
          MaximumPercent: 200,
        },
        EnableExecuteCommand: false,
        PropagateTags: 'SERVICE',
        ...spec.reachedBy,
      },
    },
  };
}

function createTask(spec: ServiceSpec): TemplateResource {
  const { name, logicalName, port } = spec;
  return {
    Type: 'AWS::ECS::TaskDefinition',
    Properties: {
      Family: { 'Fn::Sub': `\${AWS::StackName}-${name}` },
      RequiresCompatibilities: ['FARGATE'],
      NetworkMode: 'awsvpc',
      Cpu: '512',
      Memory: '1024',
      RuntimePlatform: { CpuArchitecture: 'X86_64', OperatingSystemFamily: 'LINUX' },
      TaskRoleArn: attribute(`${logicalName}TaskRole`, 'Arn'),
      ExecutionRoleArn: attribute(`${logicalName}ExecutionRole`, 'Arn'),
      ContainerDefinitions: [
        {
          Name: name,
          Image: ref(`${logicalName}Image`),
          Essential: true,
          User: '1000',
          ReadonlyRootFilesystem: true,
          // Node is the first process of the image and gets SIGTERM itself.
          LinuxParameters: { Capabilities: { Drop: ['ALL'] }, InitProcessEnabled: false },
          PortMappings: [{ ContainerPort: port, Protocol: 'tcp' }],
          // ECS ignores the image's own check. Whether the process lives, not whether others do: see the load balancer's.
          HealthCheck: {
            Command: ['CMD', '/usr/local/bin/node', '--eval', healthCheck(port)],
            Interval: 10,
            Timeout: 5,
            Retries: 3,
            StartPeriod: 60,
          },
          StopTimeout: stopTimeoutSeconds,
          // It starts first, and is therefore stopped last: it takes what the service sends while it shuts down.
          DependsOn: [{ ContainerName: sidecarName, Condition: 'START' }],
          Environment: createEnvironment(name, spec.environment),
          Secrets: createSecrets(spec.secrets),
          LogConfiguration: logConfiguration(name, name),
        },
        createSidecar(name),
      ],
    },
  };
}

function healthCheck(port: number): string {
  return `fetch('http://127.0.0.1:${port}/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`;
}
