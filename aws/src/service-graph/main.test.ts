import { describe, expect, it } from 'vitest';
import { runCommand } from '../../testing/run-command.ts';
import { startAwsDouble, type AwsDouble } from '../../testing/start-aws-double.ts';

const look = (aws: AwsDouble, ...args: readonly string[]): ReturnType<typeof runCommand> =>
  runCommand('service-graph', args, { environment: { AWS_ENDPOINT_URL: aws.url } });

/** A browser calls the gateway, which calls activities, which calls nobody. */
const services: AwsDouble['xray']['services'] = [
  {
    ReferenceId: 0,
    Name: 'gateway',
    Names: ['gateway'],
    Root: true,
    State: 'active',
    Edges: [
      {
        ReferenceId: 1,
        SummaryStatistics: {
          OkCount: 117,
          ErrorStatistics: { ThrottleCount: 0, OtherCount: 0, TotalCount: 0 },
          FaultStatistics: { OtherCount: 3, TotalCount: 3 },
          TotalCount: 120,
          TotalResponseTime: 1.2,
        },
        ResponseTimeHistogram: [{ Value: 0.01, Count: 120 }],
      },
    ],
    SummaryStatistics: {
      OkCount: 110,
      ErrorStatistics: { ThrottleCount: 2, OtherCount: 5, TotalCount: 7 },
      FaultStatistics: { OtherCount: 3, TotalCount: 3 },
      TotalCount: 120,
      TotalResponseTime: 6,
    },
    ResponseTimeHistogram: [
      { Value: 0.9, Count: 12 },
      { Value: 0.02, Count: 108 },
    ],
  },
  {
    ReferenceId: 1,
    Name: 'activities',
    State: 'active',
    Edges: [],
    SummaryStatistics: { OkCount: 120, TotalCount: 120, TotalResponseTime: 0.96 },
    ResponseTimeHistogram: [{ Value: 0.008, Count: 120 }],
  },
  { ReferenceId: 2, Name: 'gateway', Type: 'client', Root: true, Edges: [{ ReferenceId: 0 }] },
];

describe.concurrent('npm run aws:service-graph', () => {
  it('shows services and calls, of all pages', async () => {
    await using aws = await startAwsDouble({ pageSize: 1 });
    aws.xray.services = services;
    const run = await look(aws);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toMatch(/^X-Ray in eu-central-1, all traces, the last 10 minutes \(since \d{4}-/);
    expect(run.stdout.split('\n').slice(2)).toEqual([
      'service           requests  faults  errors  throttles  avg ms  p50 ms  p95 ms',
      'gateway                120       3       7          2      50      20     900',
      'activities             120       0       0          0     8.0     8.0     8.0',
      'gateway (client)         0       0       0          0       -       -       -',
      '',
      'call                         requests  faults  errors  throttles  avg ms  p50 ms  p95 ms',
      'gateway -> activities             120       3       0          0      10      10      10',
      'gateway (client) -> gateway         0       0       0          0       -       -       -',
      '',
    ]);
  });

  it('asks for the minutes and the group that are wanted', async () => {
    await using aws = await startAwsDouble();
    aws.xray.groups.set('Cruddur', { GroupName: 'Cruddur' });
    const run = await look(aws, '--minutes', '360', '--group', 'Cruddur');
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toContain('group Cruddur, the last 360 minutes');
    const input = aws.inputs.find(({ action }) => action === 'xray:GetServiceGraph');
    expect(input?.body).toMatchObject({ GroupName: 'Cruddur' });
    const { StartTime = 0, EndTime = 0 } = (input?.body ?? {}) as { StartTime?: number; EndTime?: number }; // safe: the double checked it
    expect(EndTime - StartTime).toBe(21_600);
    expect(Math.abs(EndTime - Date.now() / 1000)).toBeLessThan(60);
  });

  it('says why there may be nothing', async () => {
    await using aws = await startAwsDouble();
    const run = await look(aws);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toContain('nothing there. It may be that');
    expect(run.stdout).toContain('AWS_XRAY_DAEMON_ADDRESS is not set');
    expect(run.stdout).not.toContain('without --group');
    aws.xray.groups.set('Cruddur', { GroupName: 'Cruddur' });
    expect((await look(aws, '--group', 'Cruddur')).stdout).toContain('look without --group');
  });

  it('says that AWS refuses, with the policy that would help', async () => {
    await using aws = await startAwsDouble();
    aws.fail('xray:GetServiceGraph', {
      type: 'error',
      status: 403,
      code: 'AccessDeniedException',
      message: 'User is not authorized\u001B[2J',
    });
    const run = await look(aws);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('lacks the IAM action xray:GetServiceGraph');
    expect(run.stderr).toContain('aws/policies/service-graph-read.json');
    expect(run.stderr).not.toContain('\u001B');
  });

  it('says that there is no such group', async () => {
    await using aws = await startAwsDouble();
    const run = await look(aws, '--group', 'Nobody');
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('InvalidRequestException: Group not found');
  });

  it.for<readonly [readonly string[], string]>([
    [['--minutes', '0'], '--minutes "0": expected a whole number from 1 to 360'],
    [['--minutes', '361'], '--minutes "361"'],
    [['--minutes', 'ten'], '--minutes "ten"'],
    [['--group', 'a b'], '--group "a b": expected 1 to 32 letters'],
    [['--groups', 'x'], "Unknown option '--groups'"],
  ])('refuses %j before it asks', async ([args, expected]) => {
    await using aws = await startAwsDouble();
    const run = await look(aws, ...args);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(expected);
    expect(run.stderr).toContain('usage: npm run aws:service-graph');
    expect(aws.calls).toEqual([]);
  });
});
