import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ports } from './ports.ts';
import { createTemplate } from './template.ts';
import { containersOf } from './testing/containers.ts';
import { deployments } from './testing/deployments.ts';
import { resourcesOfType } from './testing/resolve-template.ts';

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const policyDocument = z.object({
  Statement: z.array(z.looseObject({ Sid: z.string().optional(), Action: oneOrMore, Resource: oneOrMore })),
});
const role = z.object({
  AssumeRolePolicyDocument: z.unknown(),
  Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: policyDocument })),
});
const rule = z.looseObject({
  FromPort: z.number(),
  CidrIp: z.string().optional(),
  SourceSecurityGroupId: z.string().optional(),
});
const group = z.looseObject({ SecurityGroupIngress: z.array(rule), SecurityGroupEgress: z.array(rule) });

/** By the service authorization reference; a key's policy always names the key as `*`. */
const cannotBeNarrowed = new Set([
  'ecr:GetAuthorizationToken',
  'xray:GetSamplingRules',
  'xray:GetSamplingStatisticSummaries',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]);

describe.for(deployments)('a deployment with $title', ({ resources }) => {
  const roles = resourcesOfType(resources, 'AWS::IAM::Role').map(
    ([id, properties]) => [id, role.parse(properties)] as const,
  );

  it('lets tasks do what aws/policies say, word for word', async () => {
    const taskRoles = roles.filter(([id]) => id.endsWith('TaskRole'));
    expect(taskRoles.map(([id]) => id)).toEqual(['ActivitiesTaskRole', 'GatewayTaskRole']);
    for (const [, { Policies }] of taskRoles) {
      expect(Policies.map(({ PolicyName }) => PolicyName)).toEqual(['xray-write', 'logs-write']);
    }
    const policies = resourcesOfType(createTemplate().Resources, 'AWS::IAM::Role')
      .filter(([id]) => id.endsWith('TaskRole'))
      .flatMap(([, { Policies }]) =>
        z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() })).parse(Policies),
      );
    for (const { PolicyName, PolicyDocument } of policies) {
      const file = join(import.meta.dirname, '../policies', `${PolicyName}.json`);
      expect(PolicyDocument).toEqual(JSON.parse(await readFile(file, 'utf8')));
    }
  });

  it('grants no action by wildcard, and all resources only where there is no other way', () => {
    expect(roles).toHaveLength(4);
    for (const [, { Policies }] of roles)
      for (const { Action, Resource } of Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)) {
        for (const action of Action) expect(action).toMatch(/^[a-z]+:[A-Za-z]+$/);
        const open = Resource.includes('*') ? Action : [];
        expect(open.filter((action) => !cannotBeNarrowed.has(action))).toEqual([]);
      }
    const [[, key] = []] = resourcesOfType(resources, 'AWS::KMS::Key');
    const { Statement } = policyDocument.parse(key?.['KeyPolicy']);
    const byWildcard = Statement.filter(({ Action }) => Action.some((action) => action.includes('*')));
    expect(byWildcard.map(({ Sid }) => Sid)).toEqual(['TheAccountOwnsTheKey']);
  });

  it('lets only ECS take a role, and only for this account', () => {
    for (const [, { AssumeRolePolicyDocument }] of roles)
      expect(AssumeRolePolicyDocument).toMatchObject({
        Statement: [
          {
            Principal: { Service: 'ecs-tasks.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
          },
        ],
      });
  });

  it('gives each service only the secrets that its containers ask for', () => {
    for (const task of ['Activities', 'Gateway']) {
      const asked = containersOf(resources)
        .filter((container) => container.task === `${task}Task`)
        .flatMap(({ Secrets }) =>
          Secrets.map(({ ValueFrom }) => ValueFrom.replace(/:(username|password)::$/, '')),
        );
      const granted = roles
        .filter(([id]) => id === `${task}ExecutionRole`)
        .flatMap(([, { Policies }]) => Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement))
        .filter(({ Action }) => Action.includes('secretsmanager:GetSecretValue'))
        .flatMap(({ Resource }) => Resource);
      expect(new Set(granted)).toEqual(new Set(asked));
    }
  });

  it('has one chain of who may talk to whom, and the database at its end has no way out', () => {
    const groups = resourcesOfType(resources, 'AWS::EC2::SecurityGroup').map(
      ([id, properties]) => [id, group.parse(properties)] as const,
    );
    const from = Object.fromEntries(
      groups.map(([id, { SecurityGroupIngress }]) => [
        id,
        SecurityGroupIngress.map(
          ({ FromPort, CidrIp, SourceSecurityGroupId }) => `${FromPort} ${CidrIp ?? SourceSecurityGroupId}`,
        ),
      ]),
    );
    expect(from['LoadBalancerSecurityGroup']?.every((entry) => entry.endsWith(' 203.0.113.0/24'))).toBe(true);
    expect(from['GatewaySecurityGroup']).toEqual([`${ports.gateway} <LoadBalancerSecurityGroup.GroupId>`]);
    expect(from['ActivitiesSecurityGroup']).toEqual([`${ports.activities} <GatewaySecurityGroup.GroupId>`]);
    expect(from['DatabaseSecurityGroup']).toEqual([`${ports.database} <ActivitiesSecurityGroup.GroupId>`]);
    // Out into the world only by HTTPS.
    const waysOut = groups.flatMap(([, { SecurityGroupEgress }]) => SecurityGroupEgress);
    const intoTheWorld = waysOut.filter(({ CidrIp }) => CidrIp === '0.0.0.0/0');
    expect(intoTheWorld.map(({ FromPort }) => FromPort)).toEqual([443, 443]);
    expect(Object.keys(resources)).not.toContain('DatabaseWayOut');
  });

  it('has no public address but that of the load balancer', () => {
    for (const [, subnet] of resourcesOfType(resources, 'AWS::EC2::Subnet'))
      expect(subnet['MapPublicIpOnLaunch']).toBe(false);
    for (const [, service] of resourcesOfType(resources, 'AWS::ECS::Service'))
      expect(service['NetworkConfiguration']).toMatchObject({
        AwsvpcConfiguration: {
          AssignPublicIp: 'DISABLED',
          Subnets: ['<PrivateSubnet0>', '<PrivateSubnet1>'],
        },
      });
    for (const [, instance] of resourcesOfType(resources, 'AWS::RDS::DBInstance'))
      expect(instance['PubliclyAccessible']).toBe(false);
  });

  it('encrypts what it keeps, and keeps no log for ever', () => {
    const groups = resourcesOfType(resources, 'AWS::Logs::LogGroup');
    expect(groups).toHaveLength(3);
    for (const [, properties] of groups)
      expect(properties).toMatchObject({ RetentionInDays: 30, KmsKeyId: '<Key.Arn>' });
    const [[, database] = []] = resourcesOfType(resources, 'AWS::RDS::DBCluster');
    expect(database).toMatchObject({
      StorageEncrypted: true,
      KmsKeyId: '<Key>',
      BackupRetentionPeriod: 7,
      DeletionProtection: 'true',
    });
    expect(resources['Database']?.DeletionPolicy).toBe('Snapshot');
    for (const [, topic] of resourcesOfType(resources, 'AWS::SNS::Topic'))
      expect(topic['KmsMasterKeyId']).toBe('<Key>');
    for (const [, key] of resourcesOfType(resources, 'AWS::KMS::Key'))
      expect(key['EnableKeyRotation']).toBe(true);
  });

  it('names no secret by its value', () => {
    const secretNames = /KEY|TOKEN|PASSWORD|SECRET/;
    for (const { Environment } of containersOf(resources))
      for (const { Name } of Environment) expect(Name).not.toMatch(secretNames);
    const [[, database] = []] = resourcesOfType(resources, 'AWS::RDS::DBCluster');
    expect(database?.['MasterUserPassword']).toMatch(/^\{\{resolve:secretsmanager:<DatabaseSecret>:/);
    expect(JSON.stringify(createTemplate())).not.toMatch(
      /AKIA[A-Z0-9]{12}|hc[a-z]ik_|BEGIN [A-Z ]*PRIVATE KEY/,
    );
  });

  it('takes a release back that does not become healthy, and asks for readiness', () => {
    for (const [, service] of resourcesOfType(resources, 'AWS::ECS::Service'))
      expect(service['DeploymentConfiguration']).toMatchObject({
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        MinimumHealthyPercent: 100,
      });
    expect(resources['GatewayTargets']?.Properties).toMatchObject({ HealthCheckPath: '/ready' });
  });

  it('answers by plain HTTP only where there is no certificate', () => {
    const { HttpListener: http, HttpsListener: https } = resources;
    const [action] = z.array(z.looseObject({ Type: z.string() })).parse(http?.Properties['DefaultActions']);
    expect(action?.Type).toBe(https === undefined ? 'forward' : 'redirect');
  });
});
