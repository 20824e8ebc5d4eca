import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startXRayDaemon, type XRayDaemon } from '@cruddur/stand-ins';
import { compareWithSpans, type SegmentDocument } from '@cruddur/trace-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  collectorConfigPath,
  collectorGates,
  readConfigForOldCollector,
} from './collector/collector-config.ts';
import { exportedDocuments } from './collector/exported-documents.ts';
import { findCollector } from './collector/find-collector.ts';
import { nobodysCredentials } from './collector/start-collector.ts';
import { startXRayExporter } from './collector/start-xray-exporter.ts';
import { eventually } from './stack/eventually.ts';
import { traceIdOf } from './stack/trace-of.ts';
import { startXRayServices, type TraceViews, type XRayServices } from './xray/start-xray-services.ts';

const run = promisify(execFile);
const newCollector = process.env['OTELCOL_PATH'] ?? '';
if (newCollector === '') {
  console.log(
    'LEFT OUT: aws/collector/collector.yaml, unchanged, in a Collector of 0.147 or newer: OTELCOL_PATH names no otelcol-contrib.',
  );
}
const binary = await findCollector('xray-exporter');
const binaryPath = binary.ok ? binary.path : '';
if (!binary.ok) {
  console.log(`LEFT OUT: aws/collector/collector.yaml in a real Collector, because ${binary.reason}.`);
}

/** A refusal rejects, with what the Collector says. */
async function validate(collector: string, argumentList: readonly string[]): Promise<void> {
  const environment = { ...nobodysCredentials, HONEYCOMB_API_KEY: 'test' };
  await run(collector, ['validate', ...argumentList], { env: environment, timeout: 20_000 });
}

it.skipIf(newCollector === '')('the configuration is valid for the Collector of OTELCOL_PATH', async () => {
  const argumentList = [`--config=${collectorConfigPath}`, `--feature-gates=${collectorGates.join(',')}`];
  await expect(validate(newCollector, argumentList)).resolves.toBeUndefined();
});

describe.runIf(binary.ok)('the configuration in a Collector of 0.120', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cruddur-collector-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function validateText(text: string): Promise<void> {
    const path = join(folder, 'collector.yaml');
    await writeFile(path, text);
    await validate(binaryPath, [`--config=${path}`]);
  }

  it('is valid but for the names that it does not have', async () => {
    await expect(validateText(await readConfigForOldCollector())).resolves.toBeUndefined();
  });

  it.for([
    ['limit_mib:', 'limit_mb:'],
    ['indexed_attributes:', 'indexed_attribute:'],
    ['non_sampled_cache_size:', 'unsampled_cache_size:'],
    ['send_batch_max_size: 2048', 'send_batch_max_size: 20'],
  ] as const)('would not be valid with %s as %s', async ([right, wrong]) => {
    const text = await readConfigForOldCollector();
    expect(text).toContain(right);
    await expect(validateText(text.replace(right, wrong))).rejects.toThrow(/error decoding|invalid|must be/);
  });
});

describe.runIf(binary.ok)('one request through both services and the Collector', () => {
  let services: XRayServices;
  let xray: XRayDaemon;
  let own: TraceViews;
  let exported: readonly SegmentDocument[];

  beforeAll(async () => {
    xray = await startXRayDaemon();
    services = await startXRayServices({
      startCollector: ({ url }) => startXRayExporter(binaryPath, { xrayUrl: xray.url, honeycombUrl: url }),
    });
    const response = await fetch(`${services.gateway.url}/api/activities/home`);
    const traceId = traceIdOf(response);
    own = await services.viewsOf(traceId, 5);
    exported = await eventually('as many documents from the Collector', async () => {
      const documents = exportedDocuments(xray, traceId);
      return documents.length >= own.spans.length ? documents : undefined;
    });
  }, 120_000);
  afterAll(async () => {
    await services?.[Symbol.asyncDispose]();
    await xray?.[Symbol.asyncDispose]();
  });

  it('reaches Honeycomb as our own segments tell it', () => {
    expect(compareWithSpans(own.spans, own.documents)).toEqual([]);
  });

  it('reaches X-Ray with the ids, parents and times of our own segments, signed', () => {
    expect(compareWithSpans(own.spans, exported)).toEqual([]);
    expect(new Map(exported.map(({ id, type }) => [id, type]))).toEqual(
      new Map(own.documents.map(({ id, type }) => [id, type])),
    );
    expect(xray.calls.every(({ isSigned }) => isSigned)).toBe(true);
  });

  it("loses in AWS's exporter, without the gates, what our own segments have", () => {
    const query = own.documents.find(({ sql }) => sql !== undefined);
    const call = own.documents.find(({ http }) => http?.request?.traced === true);
    const exportedById = new Map(exported.map((document) => [document.id, document]));
    expect(query).toMatchObject({ name: 'postgres', sql: { database_type: 'postgresql' } });
    expect(exportedById.get(query?.id ?? '')).toMatchObject({ name: 'SELECT activities' });
    expect(exportedById.get(query?.id ?? '')).not.toHaveProperty('sql');
    expect(call).toMatchObject({ name: '127.0.0.1' });
    expect(exportedById.get(call?.id ?? '')).toMatchObject({ name: 'GET /api/activities/home' });
    expect(exportedById.get(call?.id ?? '')).not.toHaveProperty('http.request.traced');
  });

  it('differs from the documented schema in two fields of subsegments', () => {
    const paths = xray.rejections.flatMap(({ problems }) => problems.map(({ path }) => path));
    expect(new Set(paths)).toEqual(new Set(['aws.cloudwatch_logs', 'aws.xray']));
  });
});
