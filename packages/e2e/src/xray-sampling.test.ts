import { createSamplingRule, type XRayDaemonOptions } from '@cruddur/stand-ins';
import { compareWithSpans } from '@cruddur/trace-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './stack/eventually.ts';
import { isSampled, traceIdOf } from './stack/trace-of.ts';
import { findXRayDaemon } from './xray/find-xray-daemon.ts';
import { startRealDaemon } from './xray/start-real-daemon.ts';
import { startXRayServices, type TraceViews, type XRayServices } from './xray/start-xray-services.ts';

const binary = await findXRayDaemon();
if (!binary.ok) {
  console.log(`LEFT OUT: sampling and segments through the real X-Ray daemon, because ${binary.reason}.`);
}

const daemons: readonly { readonly daemon: string; readonly binaryPath?: string }[] = [
  { daemon: "X-Ray's stand-in" },
  ...(binary.ok ? [{ daemon: "AWS's own daemon", binaryPath: binary.path }] : []),
];

const xray: XRayDaemonOptions = {
  rules: [
    createSamplingRule({
      RuleName: 'nothing',
      Priority: 1,
      FixedRate: 0,
      ReservoirSize: 0,
      ServiceName: 'gateway',
      URLPath: '/api/activities/notifications',
    }),
    createSamplingRule({ RuleName: 'everything', Priority: 5, FixedRate: 1, ReservoirSize: 0 }),
    createSamplingRule(),
  ],
  reportIntervalSeconds: 1,
};

function rulesOf({ spans }: TraceViews): readonly unknown[] {
  return spans
    .map(({ attributes }) => attributes['aws.xray.sampling_rule'])
    .filter((rule) => rule !== undefined);
}

describe.each(daemons)('both services, sampling through $daemon', ({ binaryPath }) => {
  let services: XRayServices;

  beforeAll(async () => {
    services = await startXRayServices({
      xray,
      environment: { OTEL_TRACES_SAMPLER: 'xray' },
      ...(binaryPath !== undefined && { startDaemon: ({ url }) => startRealDaemon(binaryPath, url) }),
    });
    // Until the rules are there X-Ray's default applies, one a second and 5 %.
    await eventually('a trace that a rule of the account decided for', async () => {
      const response = await fetch(`${services.gateway.url}/api/activities/home`);
      if (!isSampled(response)) return undefined;
      const views = await services.viewsOf(traceIdOf(response), 5);
      return rulesOf(views).includes('everything') || undefined;
    });
  }, 120_000);
  afterAll(() => services?.[Symbol.asyncDispose]());

  it('trace what a rule asks for, once decided by the first service', async () => {
    const response = await fetch(`${services.gateway.url}/api/activities/home`);
    expect(isSampled(response)).toBe(true);
    const views = await services.viewsOf(traceIdOf(response), 5);
    expect(rulesOf(views)).toEqual(['everything']);
    expect(compareWithSpans(views.spans, views.documents)).toEqual([]);
  });

  it('leave out what a rule leaves out', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => fetch(`${services.gateway.url}/api/activities/notifications`)),
    );
    expect(answers.filter(isSampled)).toEqual([]);
  });

  it('report what they sampled', async () => {
    const found = await eventually(
      'statistics of the rule',
      async () => {
        await fetch(`${services.gateway.url}/api/activities/home`);
        return services.xray.statistics.find(
          ({ RuleName, SampledCount }) => RuleName === 'everything' && SampledCount > 0,
        );
      },
      25_000,
    );
    expect(found.RequestCount).toBe(found.SampledCount);
  });

  it('send only documents that X-Ray takes', () => {
    expect(services.xray.rejections).toEqual([]);
    const signed = new Set(services.xray.calls.map(({ isSigned }) => isSigned));
    expect(signed).toEqual(new Set([binaryPath !== undefined]));
  });
});
