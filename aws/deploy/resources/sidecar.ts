import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { choose, ref, type TemplateValue } from '../cloudformation.ts';
import { readSidecarCollectorConfig } from '../sidecar-collector-config.ts';
import { logConfiguration } from './container-logs.ts';

export const sidecarName = 'sidecar';

/** What stands beside a service, by the parameter Sidecar; of a task's 1024 MB it gets less than half. */
export function createSidecar(service: string): TemplateValue {
  return choose(
    'UsesCollector',
    createCollector(service),
    choose('UsesCloudWatchAgent', createCloudWatchAgent(service), createXRayDaemon(service)),
  );
}

function createCollector(service: string): TemplateValue {
  return {
    ...sidecar(service),
    Image: ref('CollectorImage'),
    User: '10001',
    ReadonlyRootFilesystem: true,
    Command: [
      '--config=env:COLLECTOR_CONFIG',
      '--feature-gates=exporter.awsxray.EmitV1HTTPNetworkConventions,exporter.awsxray.EmitV1DBConventions',
    ],
    Environment: [
      { Name: 'COLLECTOR_CONFIG', Value: readSidecarCollectorConfig() },
      { Name: 'AWS_REGION', Value: ref('AWS::Region') },
      { Name: 'HONEYCOMB_ENDPOINT', Value: ref('HoneycombEndpoint') },
    ],
    Secrets: [{ Name: 'HONEYCOMB_API_KEY', ValueFrom: ref('HoneycombSecretArn') }],
  };
}

function createCloudWatchAgent(service: string): TemplateValue {
  const file = join(import.meta.dirname, '../../collector/cloudwatch-agent.json');
  return {
    ...sidecar(service),
    Image: ref('CloudWatchAgentImage'),
    // It translates its configuration into files below /opt, and then gives up its privileges by itself (run_as_user).
    User: '0',
    ReadonlyRootFilesystem: false,
    Environment: [
      // safe: JSON.stringify of what was just parsed
      { Name: 'CW_CONFIG_CONTENT', Value: JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))) },
      { Name: 'AWS_REGION', Value: ref('AWS::Region') },
    ],
  };
}

function createXRayDaemon(service: string): TemplateValue {
  return {
    ...sidecar(service),
    Image: ref('XRayDaemonImage'),
    User: '10001',
    ReadonlyRootFilesystem: true,
    // Each flag an item of its own, or the daemon stops reading at the first. -o: do not ask for an EC2 instance's metadata.
    Command: ['-o', '-b', '127.0.0.1:2000', '-t', '127.0.0.1:2000', '-n', ref('AWS::Region')],
  };
}

function sidecar(service: string): Record<string, TemplateValue> {
  return {
    Name: sidecarName,
    // The service works without it; what it cannot send it counts.
    Essential: false,
    RestartPolicy: { Enabled: true, RestartAttemptPeriod: 60 },
    Memory: 450,
    StopTimeout: 30,
    LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
    LogConfiguration: logConfiguration(service, sidecarName),
  };
}
