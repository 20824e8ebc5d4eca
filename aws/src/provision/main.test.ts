import { describe, expect, it } from 'vitest';
import { runCommand } from '../../testing/run-command.ts';
import { startAwsDouble, type AwsDouble, type AwsFault } from '../../testing/start-aws-double.ts';
import { groupArn, ruleArn } from '../../testing/xray-operations.ts';

type Environment = Readonly<Record<string, string>>;

function provision(
  aws: AwsDouble,
  args: readonly string[],
  environment: Environment = {},
): ReturnType<typeof runCommand> {
  return runCommand('provision', args, { environment: { AWS_ENDPOINT_URL: aws.url, ...environment } });
}

/** Changes nothing: the calls that look. */
const reads = new Set([
  'xray:GetSamplingRules',
  'xray:GetGroups',
  'xray:ListTagsForResource',
  'logs:DescribeLogGroups',
  'logs:ListTagsForResource',
]);
const changesOf = (aws: AwsDouble): readonly string[] => aws.calls.filter((call) => !reads.has(call));

describe.concurrent('npm run aws:provision', () => {
  it('shows a plan and does nothing in a dry run', async () => {
    await using aws = await startAwsDouble();
    const run = await provision(aws, ['--dry-run']);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toContain('in eu-central-1');
    expect(run.stdout).toContain('+ create     sampling rule Cruddur\n');
    expect(run.stdout).toContain('ServiceName: "gateway"');
    expect(run.stdout).toContain('+ create     log group cruddur\n');
    expect(run.stdout).toContain('5 to create');
    expect(run.stdout).toContain('dry run: nothing was done');
    expect(changesOf(aws)).toEqual([]);
  });

  it('creates everything, and the second time finds nothing to do', async () => {
    // One resource a page: what is there must be found on later pages too.
    await using aws = await startAwsDouble({ pageSize: 1 });
    aws.logs.set('cruddur-of-somebody-else', { retentionInDays: 1, tags: {} });
    expect(await provision(aws, ['--apply'])).toMatchObject({ exitCode: 0, stderr: '' });
    expect([...aws.xray.rules.values()]).toMatchObject([
      { RuleName: 'Cruddur', ServiceName: 'gateway', FixedRate: 0.1, ReservoirSize: 5, Priority: 9000 },
      { RuleName: 'Cruddur-activities', ServiceName: 'activities' },
    ]);
    expect([...aws.xray.groups.values()]).toMatchObject([
      { GroupName: 'Cruddur', FilterExpression: 'service("gateway") OR service("activities")' },
      { GroupName: 'Cruddur-fault-or-error' },
    ]);
    expect(aws.logs.get('cruddur')).toEqual({
      retentionInDays: 30,
      tags: { 'cruddur:managed-by': 'aws-provision' },
    });
    const before = changesOf(aws).length;

    const again = await provision(aws, ['--apply']);
    expect(again).toMatchObject({ exitCode: 0, stderr: '' });
    expect(again.stdout).toContain('5 unchanged');
    expect(again.stdout).toContain('nothing to do');
    expect(changesOf(aws)).toHaveLength(before);
  });

  it('shows each field that differs and changes only what differs', async () => {
    await using aws = await startAwsDouble();
    await provision(aws, ['--apply']);
    const rule = aws.xray.rules.get('Cruddur');
    if (rule === undefined) throw new Error('no rule');
    aws.xray.rules.set('Cruddur', {
      ...rule,
      FixedRate: 1,
      ServiceName: 'backend-flask',
      Attributes: { tenant: 'x' },
    });
    aws.calls.length = 0;
    const run = await provision(aws, ['--apply', '--retention-days', '7']);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toContain('FixedRate: 1 -> 0.1');
    expect(run.stdout).toContain('ServiceName: "backend-flask" -> "gateway"');
    expect(run.stdout).toContain('Attributes.tenant: "x" -> (none)');
    expect(run.stdout).toContain('retentionInDays: 30 -> 7');
    expect(run.stdout).not.toContain('Priority');
    expect(run.stdout).toContain('2 to update, 3 unchanged');
    expect(changesOf(aws)).toEqual(['xray:UpdateSamplingRule', 'logs:PutRetentionPolicy']);
    // Whole: neither more nor less than before somebody changed it.
    expect(aws.xray.rules.get('Cruddur')).toEqual({ ...rule, Attributes: {} });
    expect(aws.logs.get('cruddur')).toMatchObject({ retentionInDays: 7 });
  });

  it.for([['--apply'], ['--dry-run']])(
    'leaves alone what is there without our tag, says what differs, and ends with 1 (%s)',
    async (mode) => {
      await using aws = await startAwsDouble();
      await provision(aws, ['--apply']);
      aws.xray.tags.set(ruleArn('Cruddur'), { team: 'x', 'cruddur:managed-by': 'terraform' });
      aws.logs.set('/aws/lambda/payments', { retentionInDays: 365, tags: { team: 'x' } });
      aws.calls.length = 0;
      const run = await provision(aws, [
        ...mode,
        '--log-group',
        '/aws/lambda/payments',
        '--retention-days',
        '1',
      ]);
      expect(run.exitCode).toBe(1);
      expect(run.stdout).toContain('! foreign    log group /aws/lambda/payments: left alone');
      expect(run.stdout).toContain('with --adopt: retentionInDays: 365 -> 1 (shorter: older log events');
      expect(run.stdout).toContain('3 unchanged, 2 left alone');
      expect(run.stdout).not.toContain('nothing to do');
      expect(run.stderr).toContain('2 of what is there was not made by us');
      expect(run.stderr).toContain('--adopt');
      expect(changesOf(aws)).toEqual([]);
      expect(aws.logs.get('/aws/lambda/payments')).toEqual({ retentionInDays: 365, tags: { team: 'x' } });
    },
  );

  it('does the rest beside what it leaves alone', async () => {
    await using aws = await startAwsDouble();
    aws.logs.set('cruddur', { retentionInDays: undefined, tags: {} });
    const run = await provision(aws, ['--apply']);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('4 to create, 1 left alone');
    expect([aws.xray.rules.size, aws.xray.groups.size]).toEqual([2, 2]);
    expect(aws.logs.get('cruddur')).toEqual({ retentionInDays: undefined, tags: {} });
  });

  it('adopts when told, marks it as adopted, and gives it back instead of destroying it', async () => {
    await using aws = await startAwsDouble();
    await provision(aws, ['--apply']);
    aws.xray.tags.set(ruleArn('Cruddur'), { team: 'x' });
    aws.xray.tags.set(groupArn('Cruddur'), {});
    aws.logs.set('cruddur', { retentionInDays: undefined, tags: { team: 'x' } });
    aws.calls.length = 0;
    const run = await provision(aws, ['--apply', '--adopt']);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout.match(/adopted:/g)).toHaveLength(3);
    expect(run.stdout).toContain('retentionInDays: "never expires" -> 30 (shorter: older log events');
    // The tag first: nothing is changed that cannot be marked.
    expect(changesOf(aws)).toEqual([
      'xray:TagResource',
      'xray:TagResource',
      'logs:TagResource',
      'logs:PutRetentionPolicy',
    ]);
    expect(aws.xray.tags.get(ruleArn('Cruddur'))).toEqual({ team: 'x', 'cruddur:adopted': 'true' });
    expect(aws.logs.get('cruddur')?.tags).toEqual({ team: 'x', 'cruddur:adopted': 'true' });
    expect((await provision(aws, ['--apply'])).stdout).toContain('nothing to do');

    const destroy = await provision(aws, ['--destroy']);
    expect(destroy).toMatchObject({ exitCode: 0, stderr: '' });
    expect(destroy.stdout).toContain('- release    log group cruddur: adopted, so only our tag is taken off');
    expect(destroy.stdout).toContain('2 to destroy, 3 to release');
    expect(destroy.stdout).toContain('released sampling rule Cruddur\n');
    expect([...aws.xray.rules.keys()]).toEqual(['Cruddur']);
    expect([...aws.xray.groups.keys()]).toEqual(['Cruddur']);
    expect(aws.xray.tags.get(ruleArn('Cruddur'))).toEqual({ team: 'x' });
    expect(aws.xray.tags.get(groupArn('Cruddur'))).toEqual({});
    expect(aws.logs.get('cruddur')).toEqual({ retentionInDays: 30, tags: { team: 'x' } });
    expect((await provision(aws, ['--destroy'])).stdout).toContain('2 not there, 3 left alone');
  });

  it('takes what carries both tags for adopted, and takes off both', async () => {
    await using aws = await startAwsDouble();
    const tags = { 'cruddur:managed-by': 'aws-provision', 'cruddur:adopted': 'true' };
    aws.logs.set('cruddur', { retentionInDays: 30, tags });
    await provision(aws, ['--destroy']);
    await provision(aws, ['--destroy']);
    expect(aws.logs.get('cruddur')).toEqual({ retentionInDays: 30, tags: {} });
  });

  it('shortens the retention of a log group that it adopted only when told again', async () => {
    await using aws = await startAwsDouble();
    await provision(aws, ['--apply']);
    aws.logs.set('cruddur', { retentionInDays: 30, tags: { 'cruddur:adopted': 'true' } });
    aws.calls.length = 0;
    const run = await provision(aws, ['--apply', '--retention-days', '7']);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('! withheld   log group cruddur: left alone');
    expect(run.stdout).toContain('with --adopt: retentionInDays: 30 -> 7 (shorter: older log events');
    expect(run.stderr).toContain('--adopt');
    expect(changesOf(aws)).toEqual([]);
    const adopting = await provision(aws, ['--apply', '--adopt', '--retention-days', '7']);
    expect(adopting).toMatchObject({ exitCode: 0, stderr: '' });
    expect(aws.logs.get('cruddur')).toEqual({ retentionInDays: 7, tags: { 'cruddur:adopted': 'true' } });
    expect((await provision(aws, ['--apply', '--retention-days', '90'])).exitCode).toBe(0);
    expect(aws.logs.get('cruddur')?.retentionInDays).toBe(90);
  });

  it('destroys what it made and nothing else', async () => {
    await using aws = await startAwsDouble({ pageSize: 2 });
    await provision(aws, ['--apply']);
    const rule = aws.xray.rules.get('Cruddur');
    if (rule === undefined) throw new Error('no rule');
    aws.xray.rules.set('Other', { ...rule, RuleName: 'Other' });
    aws.logs.set('cruddur-old', { retentionInDays: 1, tags: {} });
    aws.xray.tags.set(groupArn('Cruddur'), {});

    const preview = await provision(aws, ['--destroy', '--dry-run']);
    expect(preview.stdout).toContain('- destroy    log group cruddur, with all its log events');
    expect(preview.stdout).toContain('! foreign    group Cruddur: left alone');
    expect(aws.xray.rules.size).toBe(3);

    const run = await provision(aws, ['--destroy']);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toContain('destroyed sampling rule Cruddur\n');
    expect([...aws.xray.rules.keys()]).toEqual(['Other']);
    expect([...aws.xray.groups.keys()]).toEqual(['Cruddur']);
    expect([...aws.logs.keys()]).toEqual(['cruddur-old']);

    const again = await provision(aws, ['--destroy']);
    expect(again).toMatchObject({ exitCode: 0 });
    expect(again.stdout).toContain('4 not there, 1 left alone');
    expect(again.stdout).toContain('nothing to do');
  });

  it('goes on after a failure, lists it, ends with 1, and does the rest the next time', async () => {
    await using aws = await startAwsDouble();
    aws.fail('logs:PutRetentionPolicy', denied('logs:PutRetentionPolicy'), 1);
    aws.fail('xray:CreateGroup', denied('xray:CreateGroup'), 1);
    const run = await provision(aws, ['--apply']);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('FAILED to create group Cruddur: xray:CreateGroup: access denied');
    expect(run.stderr).toContain(
      'FAILED to create log group cruddur: logs:PutRetentionPolicy: access denied',
    );
    expect(run.stderr).toContain('2 failed');
    expect(run.stdout).toContain('created group Cruddur-fault-or-error');

    const again = await provision(aws, ['--apply']);
    expect(again).toMatchObject({ exitCode: 0, stderr: '' });
    expect(again.stdout).toContain('retentionInDays: "never expires" -> 30');
    expect(again.stdout).toContain('1 to create, 1 to update, 3 unchanged');
  });

  it('still provisions what it can look at', async () => {
    await using aws = await startAwsDouble();
    aws.fail('xray:GetGroups', denied('xray:GetGroups'));
    const run = await provision(aws, ['--apply']);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('FAILED to look at the groups: xray:GetGroups: access denied');
    expect(aws.xray.groups.size).toBe(0);
    expect(aws.xray.rules.size).toBe(2);
    expect(aws.logs.size).toBe(1);
  });

  it('takes another name for the log group', async () => {
    await using aws = await startAwsDouble();
    await provision(aws, ['--apply', '--log-group', '/cruddur/production']);
    expect([...aws.logs.keys()]).toEqual(['/cruddur/production']);
  });
});

function denied(action: string): AwsFault {
  return {
    type: 'error',
    status: action.startsWith('xray:') ? 403 : 400,
    code: 'AccessDeniedException',
    message: `User: arn:aws:iam::123456789012:user/x is not authorized to perform: ${action}`,
  };
}

const error = (status: number, code: string, message = ''): AwsFault => ({
  type: 'error',
  status,
  code,
  message,
});

describe.concurrent('a failing AWS', () => {
  it.for<readonly [fault: string, action: string, fault: AwsFault, expected: string, tries: number]>([
    [
      'access denied',
      'xray:CreateSamplingRule',
      denied('xray:CreateSamplingRule'),
      'lacks the IAM action xray:CreateSamplingRule, which aws/policies/provision.json grants',
      2,
    ],
    [
      'access denied by CloudWatch Logs',
      'logs:CreateLogGroup',
      denied('logs:CreateLogGroup'),
      'lacks the IAM action logs:CreateLogGroup, which aws/policies/provision.json grants',
      1,
    ],
    [
      'throttling by X-Ray',
      'xray:GetGroups',
      error(429, 'ThrottledException'),
      'throttled, still after 4 attempts',
      4,
    ],
    [
      'throttling by CloudWatch Logs',
      'logs:DescribeLogGroups',
      error(400, 'ThrottlingException', 'Rate exceeded'),
      'throttled, still after 4 attempts',
      4,
    ],
    [
      'an outage',
      'xray:GetSamplingRules',
      error(503, 'ServiceUnavailable'),
      'AWS answered 503 after 4 attempts',
      4,
    ],
    [
      'an outage in HTML',
      'logs:DescribeLogGroups',
      { type: 'html', status: 502 },
      'AWS answered 502 after 4 attempts',
      4,
    ],
    [
      'an expired token',
      'xray:GetGroups',
      error(403, 'ExpiredTokenException', 'expired'),
      'credentials have expired',
      1,
    ],
    [
      'an expired token at CloudWatch Logs',
      'logs:DescribeLogGroups',
      error(400, 'ExpiredTokenException', 'expired'),
      'credentials have expired',
      1,
    ],
    [
      'a used up quota',
      'logs:CreateLogGroup',
      error(400, 'LimitExceededException', 'Resource limit exceeded.'),
      "account's quota is used up: Resource limit exceeded.",
      4,
    ],
    ['silence', 'xray:GetGroups', { type: 'hang' }, 'no answer in time after 4 attempts', 4],
  ])('%s: says what and what to do, and ends with 1', async ([, action, fault, expected, tries]) => {
    await using aws = await startAwsDouble();
    aws.fail(action, fault);
    const patience = fault.type === 'hang' ? ['--timeout-seconds', '1'] : [];
    const run = await provision(aws, ['--apply', ...patience]);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain(`${action}: `);
    expect(run.stderr).toContain(expected);
    expect(run.stderr).not.toContain('    at ');
    expect(aws.calls.filter((call) => call === action)).toHaveLength(tries);
  });

  it('is forgiven a short outage', async () => {
    await using aws = await startAwsDouble();
    aws.fail('xray:CreateGroup', { type: 'html', status: 503 }, 2);
    aws.fail('logs:DescribeLogGroups', { type: 'hang' }, 1);
    const run = await provision(aws, ['--apply', '--timeout-seconds', '1']);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(aws.xray.groups.size).toBe(2);
  });

  it('does not know the credentials', async () => {
    await using aws = await startAwsDouble();
    const run = await provision(aws, ['--dry-run'], { AWS_ACCESS_KEY_ID: 'AKIDUNKNOWN' });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('AWS does not know these credentials');
    expect(run.stdout + run.stderr).not.toContain('only-for-tests');
  });

  it('is not there', async () => {
    const aws = await startAwsDouble();
    await aws[Symbol.asyncDispose]();
    const run = await provision(aws, ['--dry-run']);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('cannot be reached (ECONNREFUSED)');
  });
});

describe.concurrent('before AWS is asked', () => {
  it.for<readonly [string, readonly string[], Environment, readonly string[]]>([
    ['nothing to do', [], {}, ['say what to do: --dry-run, --apply or --destroy']],
    ['two modes', ['--apply', '--destroy'], {}, ['--apply and --destroy together']],
    ['adopting to destroy', ['--adopt', '--destroy'], {}, ['--adopt and --destroy together']],
    ['adopting alone', ['--adopt'], {}, ['say what to do: --dry-run, --apply or --destroy']],
    ['a wet dry run', ['--apply', '--dry-run'], {}, ['--apply and --dry-run together']],
    ['an unknown option', ['--aply'], {}, ["Unknown option '--aply'"]],
    ['a stray word', ['--apply', 'now'], {}, ["Unexpected argument 'now'"]],
    [
      'all problems at once',
      ['--retention-days', '2', '--log-group', 'aws/x', '--region', 'Frankfurt', '--timeout-seconds', '0'],
      {},
      [
        '--retention-days "2": expected one of the days',
        '--log-group "aws/x"',
        '--region "Frankfurt"',
        '"0"',
      ],
    ],
    ['no region', ['--dry-run'], { AWS_REGION: '' }, ['no region: give --region, or set AWS_REGION']],
    ['a wrong region', ['--dry-run'], { AWS_REGION: 'Frankfurt' }, ['AWS_REGION="Frankfurt": expected']],
  ])('%s is a problem in words, and ends with 2', async ([, args, environment, expected]) => {
    await using aws = await startAwsDouble();
    const run = await provision(aws, args, environment);
    expect(run.exitCode).toBe(2);
    for (const text of expected) expect(run.stderr).toContain(text);
    expect(aws.calls).toEqual([]);
  });

  it('missing credentials end with 1 and say where to put them', async () => {
    await using aws = await startAwsDouble();
    const run = await provision(aws, ['--dry-run'], { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('no AWS credentials were found; set AWS_ACCESS_KEY_ID');
    expect(aws.calls).toEqual([]);
  });

  it('takes AWS_DEFAULT_REGION, and reports one that differs', async () => {
    await using aws = await startAwsDouble();
    const alone = await provision(aws, ['--dry-run'], { AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-1' });
    expect(alone.stdout).toContain('in us-east-1');
    const both = await provision(aws, ['--dry-run'], { AWS_DEFAULT_REGION: 'us-east-1' });
    expect(both.stdout).toContain('in eu-central-1');
    expect(both.stderr).toContain('differ; using eu-central-1');
    const argument = await provision(aws, ['--dry-run', '--region', 'us-west-2']);
    expect(argument).toMatchObject({ exitCode: 0, stderr: '' });
    expect(argument.stdout).toContain('in us-west-2');
  });

  it('prints its usage', async () => {
    await using aws = await startAwsDouble();
    const run = await provision(aws, ['--help']);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toContain('Exit code: 0 done');
  });
});
