import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createTemplate } from './template.ts';
import { readSidecarCollectorConfig } from './sidecar-collector-config.ts';

const committed: unknown = JSON.parse(
  await readFile(join(import.meta.dirname, 'cruddur.template.json'), 'utf8'),
);
const readme = await readFile(join(import.meta.dirname, 'README.md'), 'utf8');

describe('the deploy template', () => {
  it('is committed as it is made: npm run deploy-template -w @cruddur/aws', () => {
    expect(committed).toEqual(createTemplate());
  });

  it('is small enough to be deployed without a bucket, on one line', () => {
    expect(Buffer.byteLength(JSON.stringify(committed))).toBeLessThanOrEqual(51_200);
  });

  it('has no parameter that the README does not explain', () => {
    for (const name of Object.keys(createTemplate().Parameters)) expect(readme).toContain(`\`${name}\``);
  });
});

describe('the Collector beside a task', () => {
  it('leaves out what needs whole traces, and the log lines that the services ship themselves', () => {
    expect(parse(readSidecarCollectorConfig())).toMatchObject({
      processors: { memory_limiter: {}, batch: {} },
      service: {
        pipelines: {
          traces: {
            receivers: ['otlp'],
            processors: ['memory_limiter', 'batch'],
            exporters: ['awsxray', 'otlp_http/honeycomb'],
          },
        },
      },
    });
    expect(readSidecarCollectorConfig()).not.toMatch(/tail_sampling|awscloudwatchlogs/);
  });
});
