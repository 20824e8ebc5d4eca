import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dropLinePattern, droppingSinks } from './resources/alarms.ts';
import { deployments } from './testing/deployments.ts';
import { resourcesOfType } from './testing/resolve-template.ts';

const run = promisify(execFile);
const telemetryFolder = join(import.meta.dirname, '../../packages/telemetry/src');

/** What a script prints that may import the modules of telemetry, which nothing here does. */
async function printedBy(script: string): Promise<Record<string, unknown>> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: telemetryFolder,
  });
  return z.record(z.string(), z.unknown()).parse(JSON.parse(stdout));
}

const dimensions = z.array(z.object({ Name: z.string(), Value: z.string() }));
const alarm = z.looseObject({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: dimensions,
  Threshold: z.number(),
  TreatMissingData: z.string(),
  AlarmActions: z.array(z.string()),
});

const resources = deployments[0]?.resources ?? {};
const alarms = resourcesOfType(resources, 'AWS::CloudWatch::Alarm').map(([, properties]) =>
  alarm.parse(properties),
);
const ours = alarms.filter(({ Namespace }) => Namespace === 'Cruddur/Telemetry');
const byFilter = ours.filter(({ MetricName }) => MetricName === 'DroppedItems');
const byMetricEvent = ours.filter(({ MetricName }) => MetricName !== 'DroppedItems');

describe('the alarms', () => {
  it('on the CloudWatch sink ask for metrics that it emits, by the dimensions that it gives', async () => {
    const event = await printedBy(`
      import { toMetricEvent } from './cloudwatch/metric-event.ts';
      const nothing = { accepted: 0, delivered: 0, dropped: 0, buffered: 0, droppedByReason: {}, batches: 0, retried: 0,
        deliveredBytes: 0, bufferedBytes: 0, oldestAgeMs: 0, breaker: 'closed', clockSkewMs: 0 };
      console.log(toMetricEvent({ service: 'gateway', environment: 'production' }, nothing, { ...nothing, dropped: 1 }, 0));`);
    const { CloudWatchMetrics } = z
      .object({
        CloudWatchMetrics: z.tuple([
          z.object({
            Namespace: z.string(),
            Dimensions: z.tuple([z.array(z.string())]),
            Metrics: z.array(z.object({ Name: z.string() })),
          }),
        ]),
      })
      .parse(event['_aws']);
    const [{ Namespace, Dimensions, Metrics }] = CloudWatchMetrics;
    expect(byMetricEvent).toHaveLength(4);
    for (const { Namespace: namespace, MetricName, Dimensions: given } of byMetricEvent) {
      expect(namespace).toBe(Namespace);
      expect(Metrics.map(({ Name }) => Name)).toContain(MetricName);
      expect(given.map(({ Name }) => Name)).toEqual(Dimensions[0]);
      expect(given.map(({ Name, Value }) => (Name === 'service' ? 'gateway' : Value))).toEqual(
        Dimensions[0].map((name) => event[name]),
      );
    }
  });

  it('on what sinks drop find the line that a drop makes', async () => {
    const line = await printedBy(`
      import { createDropReporter } from './delivery/drop-reporter.ts';
      import { toJsonLine } from './log/format-record.ts';
      const warn = (body, attributes) => process.stdout.write(
        toJsonLine({ timeMs: 0, level: 'warn', severityText: 'WARN', body, attributes }, 'gateway'));
      createDropReporter('otlp', { warn })(3, 'overflow', 'the queue is full');`);
    expect(line).toMatchObject({ service: 'gateway', sink: 'otlp', items: 3 });
    // What the pattern asks for: a text and a number above 0.
    expect(dropLinePattern).toBe('{ ($.sink = "*") && ($.items > 0) }');
    for (const [, filter] of resourcesOfType(resources, 'AWS::Logs::MetricFilter'))
      expect(filter).toMatchObject({
        FilterPattern: dropLinePattern,
        MetricTransformations: [
          {
            MetricNamespace: 'Cruddur/Telemetry',
            MetricName: 'DroppedItems',
            MetricValue: '$.items',
            Dimensions: [
              { Key: 'service', Value: '$.service' },
              { Key: 'sink', Value: '$.sink' },
            ],
          },
        ],
      });
  });

  it('are there for every sink that a service can have here', async () => {
    const folder = join(telemetryFolder, 'node');
    const files = (await readdir(folder)).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
    );
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    const names = texts.flatMap((text) =>
      [...text.matchAll(/createDropReporter\('([^']+)'/g)].map(([, name]) => name),
    );
    // Lines by OTLP are not switched on here.
    expect(new Set(names)).toEqual(new Set([...Object.keys(droppingSinks), 'otlp-logs']));
    const watched = byFilter.map(({ Dimensions }) => Dimensions.map(({ Value }) => Value).join(' '));
    expect(watched).toEqual(
      ['gateway', 'activities'].flatMap((service) =>
        Object.keys(droppingSinks).map((sink) => `${service} ${sink}`),
      ),
    );
  });

  it('go off at the first loss, stay silent while nothing is said, and are told', () => {
    for (const { Threshold } of [
      ...byFilter,
      ...byMetricEvent.filter(({ MetricName }) => MetricName === 'Dropped'),
    ])
      expect(Threshold).toBe(0);
    for (const { TreatMissingData, AlarmActions } of alarms) {
      expect(TreatMissingData).toBe('notBreaching');
      expect(AlarmActions).toEqual(['<AlarmTopic>']);
    }
  });
});
