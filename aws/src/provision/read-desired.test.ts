import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLogGroupName } from './log-group-name.ts';
import { readDesired } from './read-desired.ts';

const folder = join(import.meta.dirname, '../../json');
const services = ['gateway', 'activities'];

describe('the files of aws/json', () => {
  it('name our services as the services name themselves', async () => {
    for (const service of services) {
      const config = join(import.meta.dirname, `../../../services/${service}/src/config.ts`);
      expect(await readFile(config, 'utf8')).toContain(`serviceName: '${service}'`);
    }
    const result = await readDesired(folder);
    if (!result.ok) throw new Error(result.problems.join('\n'));
    const { samplingRules, groups } = result.desired;
    expect(samplingRules.map(({ ServiceName }) => ServiceName)).toEqual(services);
    for (const { FilterExpression } of groups)
      expect([...FilterExpression.matchAll(/service\("([^"]*)"\)/g)].map(([, name]) => name)).toEqual(
        services,
      );
  });

  it('have names that the policies allow', async () => {
    const result = await readDesired(folder);
    if (!result.ok) throw new Error(result.problems.join('\n'));
    const { samplingRules, groups, logGroup } = result.desired;
    for (const name of [...samplingRules.map((rule) => rule.RuleName), ...groups.map((g) => g.GroupName)])
      expect(name).toMatch(/^Cruddur/);
    expect(logGroup.logGroupName).toBe('cruddur');
  });

  it('are refused with every problem at once, by file and field', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'cruddur-aws-'));
    try {
      await cp(folder, copy, { recursive: true });
      await writeFile(join(copy, 'log-group.json'), '{"logGroupName":"aws/x","retentionInDays":2}');
      await writeFile(join(copy, 'xray-groups.json'), '{"Groups":');
      const rule = await readFile(join(copy, 'xray.json'), 'utf8');
      await writeFile(join(copy, 'xray.json'), rule.replace('0.1', '10').replace('Host', 'Hots'));
      await rm(join(copy, 'xray-activities.json'));
      const result = await readDesired(copy);
      const problems = result.ok ? [] : result.problems.join('\n');
      expect(problems).toContain('aws/json/xray.json: SamplingRule.FixedRate: ');
      expect(problems).toContain('aws/json/xray.json: SamplingRule.Host: ');
      expect(problems).toContain('"Hots"');
      expect(problems).toContain('aws/json/xray-activities.json: ENOENT');
      expect(problems).toContain('aws/json/xray-groups.json: ');
      expect(problems).toContain('aws/json/log-group.json: logGroupName: expected a name');
      expect(problems).toContain('aws/json/log-group.json: retentionInDays: expected one of the days');
    } finally {
      await rm(copy, { recursive: true });
    }
  });
});

describe('a log group name', () => {
  it.for<readonly [string, boolean]>([
    ['cruddur', true],
    ['/cruddur/production-1_a.b#c', true],
    ['a'.repeat(512), true],
    ['a'.repeat(513), false],
    ['', false],
    ['aws/x', false],
    ['a b', false],
    ['a:b', false],
  ])('%j: %j', ([name, expected]) => {
    expect(isLogGroupName(name)).toBe(expected);
  });
});
