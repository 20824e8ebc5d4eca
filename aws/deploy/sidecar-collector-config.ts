import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

interface Pipeline {
  readonly receivers: readonly string[];
  readonly processors: readonly string[];
  readonly exporters: readonly string[];
}

interface CollectorConfig {
  readonly processors: Readonly<Record<string, unknown>>;
  readonly exporters: Readonly<Record<string, unknown>>;
  readonly service: { readonly pipelines: { readonly traces: Pipeline; readonly logs: Pipeline } };
}

/**
 * `aws/collector/collector.yaml` for a Collector that stands beside one task. It sees half of each trace, so it must not
 * decide which to keep: the services do (`CRUDDUR_TAIL_RATIO`), alike, by the trace's id. And they ship their log lines
 * themselves.
 */
export function readSidecarCollectorConfig(): string {
  const file = join(import.meta.dirname, '../collector/collector.yaml');
  // safe: collector.test.ts holds the file to this form
  const config = parse(readFileSync(file, 'utf8')) as CollectorConfig;
  const { tail_sampling: _, ...processors } = config.processors;
  const { awscloudwatchlogs: __, ...exporters } = config.exporters;
  const { traces } = config.service.pipelines;
  const pipeline = { ...traces, processors: traces.processors.filter((id) => id !== 'tail_sampling') };
  return stringify({
    ...config,
    processors,
    exporters,
    service: { ...config.service, pipelines: { traces: pipeline } },
  });
}
