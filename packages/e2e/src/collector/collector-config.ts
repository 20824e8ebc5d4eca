import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const configPath = fileURLToPath(new URL('../../../../aws/collector/collector.yaml', import.meta.url));

/** `aws/collector/collector.yaml`, as it is. */
export const collectorConfigPath: string = configPath;

/** What a Collector must be started with to read what JavaScript sends; 0.120 does not have them. */
export const collectorGates: readonly string[] = [
  'exporter.awsxray.EmitV1HTTPNetworkConventions',
  'exporter.awsxray.EmitV1DBConventions',
];

/**
 * `aws/collector/collector.yaml` for a Collector of version 0.120, which is older than what it is written for: the
 * exporter `otlp_http` by its former name, and without the exporter of logs and its pipeline, which the checksum
 * database does not have. All else stays.
 */
export async function readConfigForOldCollector(): Promise<string> {
  const text = await readFile(configPath, 'utf8');
  const renamed = text.replaceAll('otlp_http', 'otlphttp');
  return without(without(renamed, '  awscloudwatchlogs:'), '    logs:');
}

/** Cuts the line that begins a block, and all the lines below it that are indented more. */
function without(text: string, heading: string): string {
  const lines = text.split('\n');
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`collector.yaml has no line "${heading}"`);
  const depth = heading.search(/\S/);
  const length = lines.slice(start + 1).findIndex((line) => line !== '' && line.search(/\S/) <= depth);
  return lines.toSpliced(start, length < 0 ? lines.length - start : length + 1).join('\n');
}
