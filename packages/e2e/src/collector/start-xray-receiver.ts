import { freePort } from '../stack/free-port.ts';
import { startCollector, type Collector } from './start-collector.ts';

export interface XRayReceiverOptions {
  /** Stands in for X-Ray's API. */
  readonly xrayUrl: string;
  /** Gets as spans what comes in as documents. */
  readonly otlpUrl: string;
}

export interface XRayReceiver extends Collector {
  readonly port: number;
  /** For `AWS_XRAY_DAEMON_ADDRESS`. */
  readonly address: string;
  /** Origin of its TCP proxy. */
  readonly url: string;
}

/** Starts a Collector with AWS's receiver of the X-Ray daemon's protocol, and the daemon's proxy beside it. */
export async function startXRayReceiver(
  binaryPath: string,
  { xrayUrl, otlpUrl }: XRayReceiverOptions,
): Promise<XRayReceiver> {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const configuration = {
    receivers: {
      awsxray: {
        endpoint: address,
        transport: 'udp',
        proxy_server: { endpoint: address, aws_endpoint: xrayUrl, region: 'us-east-1', local_mode: true },
      },
    },
    exporters: { otlphttp: { endpoint: otlpUrl } },
    service: {
      telemetry: { metrics: { level: 'none' } },
      pipelines: { traces: { receivers: ['awsxray'], exporters: ['otlphttp'] } },
    },
  };
  // JSON is YAML.
  const collector = await startCollector(binaryPath, [JSON.stringify(configuration)]);
  return { ...collector, port, address, url: `http://${address}` };
}
