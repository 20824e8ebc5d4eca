import { mkdtemp, copyFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { collectorGates, readConfigForOldCollector } from '../src/collector/collector-config.ts';
import { findCollector } from '../src/collector/find-collector.ts';
import { eventually } from '../src/stack/eventually.ts';
import { traceIdOf } from '../src/stack/trace-of.ts';
import { createComposeProject } from './compose-project.ts';
import { docker } from './docker-command.ts';
import { shownTrace } from './shown-trace.ts';
import { describeStack, stack } from './stack.ts';

interface ComposeConfig {
  readonly services: Readonly<
    Record<
      string,
      {
        readonly command?: readonly string[];
        readonly environment?: Readonly<Record<string, string | null>>;
        readonly image: string;
        readonly read_only: boolean;
        readonly cap_drop: readonly string[];
        readonly expose?: readonly string[];
      }
    >
  >;
}

async function configOf(
  profiles: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ComposeConfig> {
  const project = createComposeProject(stack, environment);
  const words = [...profiles.flatMap((profile) => ['--profile', profile]), 'config', '--format', 'json'];
  return JSON.parse((await project.compose(words)).stdout);
}

const defaultServices = ['activities', 'console', 'gateway', 'postgres'];

describeStack('docker compose config', () => {
  it('has four services without a profile, and one more with each', async () => {
    expect(Object.keys((await configOf([])).services)).toEqual(defaultServices);
    expect(Object.keys((await configOf(['aws'])).services)).toEqual([...defaultServices, 'xray-daemon']);
    expect(Object.keys((await configOf(['collector'])).services).toSorted()).toEqual(
      [...defaultServices, 'collector'].toSorted(),
    );
  });

  it('gives the X-Ray daemon its options one by one, and both ports', async () => {
    const { services } = await configOf(['aws'], { AWS_REGION: 'eu-central-1' });
    expect(services['xray-daemon']).toMatchObject({
      command: ['-o', '-n', 'eu-central-1', '-b', '0.0.0.0:2000', '-t', '0.0.0.0:2000', '-m', '32'],
      expose: ['2000/udp', '2000/tcp'],
      read_only: true,
      cap_drop: ['ALL'],
    });
  });

  it('gives the Collector the gates that it needs, and defaults in place of empty variables', async () => {
    const { services } = await configOf(['collector']);
    expect(services['collector']).toMatchObject({
      command: ['--config=/etc/otelcol/collector.yaml', `--feature-gates=${collectorGates.join(',')}`],
      environment: {
        COLLECTOR_HOST: '0.0.0.0',
        HONEYCOMB_ENDPOINT: 'https://api.honeycomb.io',
        CLOUDWATCH_LOG_GROUP: 'cruddur',
      },
    });
  });

  it('passes on what the shell or .env says, to the services that it is for', async () => {
    const { services } = await configOf([], { HONEYCOMB_API_KEY: 'a-key', POSTGRES_PASSWORD: 'secret1' });
    for (const service of ['gateway', 'activities'])
      expect(services[service]?.environment).toMatchObject({
        HONEYCOMB_API_KEY: 'a-key',
        LOG_FORMAT: 'json',
      });
    expect(services['activities']?.environment).toMatchObject({
      DATABASE_URL: 'postgres://cruddur:secret1@postgres:5432/cruddur',
    });
    for (const service of ['gateway', 'console', 'postgres'])
      expect(services[service]?.environment ?? {}).not.toHaveProperty('DATABASE_URL');
    for (const service of ['console', 'postgres'])
      expect(services[service]?.environment ?? {}).not.toHaveProperty('HONEYCOMB_API_KEY');
  });
});

describeStack('--profile aws', () => {
  it('runs the real X-Ray daemon', async (context) => {
    const image = process.env['XRAY_DAEMON_IMAGE'];
    if (image === undefined || image === '') {
      console.log('LEFT OUT: --profile aws, because XRAY_DAEMON_IMAGE names no image to run it with.');
      context.skip();
    }
    const project = createComposeProject(stack, {
      AWS_XRAY_DAEMON_ADDRESS: 'xray-daemon:2000',
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'nobodys',
    });
    try {
      await project.compose(['--profile', 'aws', 'up', '--wait', '--no-build']);
      const script = `
        const response = await fetch('http://xray-daemon:2000/GetSamplingRules', { method: 'POST', body: '{}' });
        console.log(response.status);
      `;
      // It listens, and passes the question on to AWS, who does not know these credentials or cannot be reached.
      expect(await stack.runInside('activities', script)).toMatch(/^[45]\d\d$/);
    } finally {
      await project.compose(['--profile', 'aws', 'rm', '--stop', '--force', 'xray-daemon']);
    }
  });
});

describeStack('--profile collector', () => {
  afterEach(stack.up);

  it('puts a Collector between the services and the vendors', async (context) => {
    const collector = await findCollector('xray-exporter');
    if (!collector.ok) {
      console.log(`LEFT OUT: --profile collector, because ${collector.reason}.`);
      context.skip();
      return;
    }
    const folder = await mkdtemp(join(tmpdir(), 'cruddur-collector-image-'));
    const image = `cruddur/collector-stand-in:${stack.name}`;
    try {
      await copyFile(collector.path, join(folder, 'collector'));
      const dockerfile = 'FROM scratch\nCOPY collector /collector\nUSER 10001\nENTRYPOINT ["/collector"]\n';
      await writeFile(join(folder, 'Dockerfile'), dockerfile);
      await docker(['build', '--quiet', '--tag', image, folder]);
      // The same configuration, as far as this Collector, which is older, has its parts; spans go to the console too.
      await writeFile(join(folder, 'collector.yaml'), await readConfigForOldCollector());
      const override = {
        services: {
          collector: {
            command: ['--config=/etc/otelcol/collector.yaml', '--config=/etc/otelcol/test.yaml'],
            volumes: [
              `${folder}/collector.yaml:/etc/otelcol/collector.yaml:ro`,
              `${folder}/test.yaml:/etc/otelcol/test.yaml:ro`,
            ],
          },
        },
      };
      await writeFile(join(folder, 'override.json'), JSON.stringify(override));
      const toConsole = {
        exporters: { 'otlphttp/honeycomb': { endpoint: 'http://console:4318' } },
        processors: { tail_sampling: { decision_wait: '500ms' } },
        service: {
          telemetry: { metrics: { level: 'none' } },
          pipelines: {
            traces: { processors: ['memory_limiter', 'batch'], exporters: ['otlphttp/honeycomb'] },
          },
        },
      };
      // JSON is YAML.
      await writeFile(join(folder, 'test.yaml'), JSON.stringify(toConsole));
      const project = createComposeProject(stack, {
        COLLECTOR_IMAGE: image,
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
        HONEYCOMB_API_KEY: 'nobodys',
      });
      const files = ['--file', 'docker-compose.yml', '--file', join(folder, 'override.json')];
      await project.compose([...files, '--profile', 'collector', 'up', '--wait', '--no-build']);
      try {
        const trace = await eventually(
          'a trace through the Collector',
          async () => {
            const response = await fetch(`${stack.gatewayUrl}/api/activities/home`);
            return shownTrace(traceIdOf(response), ({ services }) => services.length === 2, 5000).catch(
              () => undefined,
            );
          },
          30_000,
        );
        expect(trace.spans.every(({ parentMissing }) => !parentMissing)).toBe(true);
        const { stdout } = await project.compose([...files, 'logs', 'collector']);
        expect(stdout).toContain('Everything is ready');
      } finally {
        await project.compose([...files, '--profile', 'collector', 'rm', '--stop', '--force', 'collector']);
        await docker(['image', 'rm', '--force', image]);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
