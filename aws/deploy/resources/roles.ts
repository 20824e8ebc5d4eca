import {
  attribute,
  onlyIf,
  ref,
  substitute,
  type TemplateResource,
  type TemplateValue,
} from '../cloudformation.ts';
import { readPolicy, type PolicyName } from '../read-policy.ts';

/** What the containers of a task may do: `aws/policies`, and nothing else. */
export function createTaskRole(): TemplateResource {
  const policies: readonly PolicyName[] = ['xray-write', 'logs-write'];
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: trustTasks,
      Policies: policies.map((name) => ({ PolicyName: name, PolicyDocument: readPolicy(name) })),
    },
  };
}

/** What ECS may do to start a task: get its image, write what it prints, and read its own secrets. */
export function createExecutionRole(
  logs: string,
  repository: string,
  secrets: readonly TemplateValue[],
): TemplateResource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: trustTasks,
      Policies: [
        {
          PolicyName: 'start-task',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              // Cannot be narrowed.
              statement('LogInToRegistries', ['ecr:GetAuthorizationToken'], '*'),
              statement(
                'GetTheImage',
                ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
                [
                  repositoryArn(repository),
                  // Where an operator keeps copies of the sidecars' images.
                  repositoryArn('cruddur/sidecar'),
                ],
              ),
              statement(
                'WriteStandardOutput',
                ['logs:CreateLogStream', 'logs:PutLogEvents'],
                attribute(logs, 'Arn'),
              ),
              statement(
                'ReadItsSecrets',
                ['secretsmanager:GetSecretValue'],
                [ref('HoneycombSecretArn'), onlyIf('UsesRollbar', ref('RollbarSecretArn')), ...secrets],
              ),
            ],
          },
        },
      ],
    },
  };
}

const trustTasks: TemplateValue = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
        ArnLike: {
          'aws:SourceArn': substitute('arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*'),
        },
      },
    },
  ],
};

function statement(sid: string, actions: readonly string[], resource: TemplateValue): TemplateValue {
  return { Sid: sid, Effect: 'Allow', Action: actions, Resource: resource };
}

function repositoryArn(name: string): TemplateValue {
  return substitute(`arn:\${AWS::Partition}:ecr:\${AWS::Region}:\${AWS::AccountId}:repository/${name}`);
}
