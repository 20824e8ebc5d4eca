import { glob, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { policyFileOf } from '../src/aws-api/policy-files.ts';

const oneOrMore = z.union([z.string(), z.array(z.string()).min(1)]).transform((value) => [value].flat());
const policySchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z
    .array(
      z.strictObject({
        Sid: z.string().regex(/^[A-Za-z0-9]+$/),
        Effect: z.literal('Allow'),
        Action: oneOrMore,
        Resource: oneOrMore,
      }),
    )
    .min(1),
});

type Statement = z.infer<typeof policySchema>['Statement'][number];

const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('.json'));

async function statementsOf(file: string): Promise<readonly Statement[]> {
  return policySchema.parse(JSON.parse(await readFile(join(import.meta.dirname, file), 'utf8'))).Statement;
}

const actionsOf = async (file: string): Promise<readonly string[]> =>
  (await statementsOf(file)).flatMap(({ Action }) => Action).toSorted((a, b) => (a < b ? -1 : 1));

/** The IAM action of each command of the SDK that the code of `folder` makes, paginators included. */
async function calledIn(folder: string): Promise<ReadonlySet<string>> {
  const called = new Set<string>();
  const source = join(import.meta.dirname, '../src', folder);
  for await (const file of glob('**/*.ts', { cwd: source, exclude: ['**/*.test.ts'] })) {
    const text = await readFile(join(source, file), 'utf8');
    const service = text.includes("'@aws-sdk/client-xray'") ? 'xray' : 'logs';
    for (const [, command, paginated] of text.matchAll(/\bnew (\w+)Command\(|\bpaginate(\w+)\(/g))
      called.add(`${service}:${command ?? paginated}`);
  }
  return called;
}

const sorted = (actions: Iterable<string>): readonly string[] =>
  [...actions].toSorted((a, b) => (a < b ? -1 : 1));

describe('the policies', () => {
  it('are the ones that the README lists', async () => {
    const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');
    expect(files).toHaveLength(5);
    for (const file of files) expect(readme).toContain(`policies/${file}`);
  });

  it.for(files)('%s grants no action by wildcard and none twice', async (file) => {
    const actions = await actionsOf(file);
    for (const action of actions) expect(action).toMatch(/^(xray|logs):[A-Z][A-Za-z]+$/);
    expect(new Set(actions).size).toBe(actions.length);
  });

  it.for(files)('%s opens all resources only to actions that cannot be narrowed', async (file) => {
    // By the service authorization reference; describing log groups can be narrowed, but not to a prefix search.
    const unrestricted = new Set([
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:GetSamplingStatisticSummaries',
      'xray:GetGroups',
      'xray:GetServiceGraph',
      'logs:DescribeLogGroups',
    ]);
    const statements = await statementsOf(file);
    const open = statements.filter(({ Resource }) => Resource.includes('*'));
    for (const action of open.flatMap(({ Action }) => Action)) expect(unrestricted).toContain(action);
    const narrow = statements.filter((statement) => !open.includes(statement));
    for (const arn of narrow.flatMap(({ Resource }) => Resource))
      expect(arn).toMatch(/^arn:aws:(xray|logs):\*:\*:.*[Cc]ruddur/);
  });

  it('for provisioning grant exactly what the code calls', async () => {
    expect(await actionsOf('provision.json')).toEqual(sorted(await calledIn('provision')));
  });

  it('for the service graph grant exactly what the code calls', async () => {
    expect(await actionsOf('service-graph-read.json')).toEqual(sorted(await calledIn('service-graph')));
  });

  it('are found for every action that can be denied', async () => {
    for (const action of [...(await calledIn('provision')), ...(await calledIn('service-graph'))])
      expect(await actionsOf(policyFileOf(action))).toContain(action);
  });

  // AWSXRayDaemonWriteAccess version 2 grants these five; the daemon, the agent and the Collector need no more.
  it('for sending to X-Ray grant what the daemon calls', async () => {
    expect(await actionsOf('xray-write.json')).toEqual([
      'xray:GetSamplingRules',
      'xray:GetSamplingStatisticSummaries',
      'xray:GetSamplingTargets',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  it('for shipping logs grant streams and events of the one group, and no more', async () => {
    expect(await actionsOf('logs-write.json')).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
  });

  it('for logs grant together exactly what the services call', async () => {
    const client = join(import.meta.dirname, '../../packages/telemetry/src/node/cloudwatch-client.ts');
    const text = await readFile(client, 'utf8');
    const called = [...text.matchAll(/\bnew (?:\w+\.)?(\w+)Command\(/g)].map(
      ([, command]) => `logs:${command}`,
    );
    expect(text).toContain('tags');
    // A group that is created with tags needs the permission to set them.
    expect(
      sorted([...(await actionsOf('logs-write.json')), ...(await actionsOf('logs-create.json'))]),
    ).toEqual(sorted([...called, 'logs:TagResource']));
  });
});
