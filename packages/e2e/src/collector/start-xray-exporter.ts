import { freePort } from '../stack/free-port.ts';
import { readConfigForOldCollector } from './collector-config.ts';
import { startCollector, type Collector } from './start-collector.ts';

export interface XRayExporterOptions {
  /** Stands in for X-Ray's API. */
  readonly xrayUrl: string;
  /** Stands in for Honeycomb. */
  readonly honeycombUrl: string;
}

/** Runs `aws/collector/collector.yaml` with AWS's exporter, on free ports and towards stand-ins. */
export async function startXRayExporter(
  binaryPath: string,
  { xrayUrl, honeycombUrl }: XRayExporterOptions,
): Promise<Collector & { readonly url: string }> {
  const [http, grpc, health] = [await freePort(), await freePort(), await freePort()];
  const overrides = {
    extensions: { health_check: { endpoint: `127.0.0.1:${health}` } },
    receivers: {
      otlp: {
        protocols: {
          http: { endpoint: `127.0.0.1:${http}` },
          grpc: { endpoint: `127.0.0.1:${grpc}` },
        },
      },
    },
    processors: {
      // Ten seconds are too long for a test.
      tail_sampling: { decision_wait: '500ms' },
      batch: { timeout: '50ms' },
    },
    exporters: { awsxray: { endpoint: xrayUrl, local_mode: true } },
    service: { telemetry: { metrics: { level: 'none' } } },
  };
  const collector = await startCollector(
    binaryPath,
    // JSON is YAML.
    [withAllTraces(await readConfigForOldCollector()), JSON.stringify(overrides)],
    { HONEYCOMB_API_KEY: 'test', HONEYCOMB_ENDPOINT: honeycombUrl },
  );
  return { ...collector, url: `http://127.0.0.1:${http}` };
}

/** Beside the policies that there are: a tenth of the traces is not enough for a test. */
function withAllTraces(text: string): string {
  const heading = '    policies:\n';
  if (!text.includes(heading)) throw new Error('collector.yaml has no tail_sampling policies');
  return text.replace(heading, `${heading}      - name: all\n        type: always_sample\n`);
}
