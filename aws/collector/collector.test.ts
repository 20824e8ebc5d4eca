import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { knownPolicySettings, knownSettings } from './known-settings.ts';

const configFile = join(import.meta.dirname, 'collector.yaml');
const gates = ['exporter.awsxray.EmitV1HTTPNetworkConventions', 'exporter.awsxray.EmitV1DBConventions'];
const text = await readFile(configFile, 'utf8');
const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');

const components = z.record(z.string(), z.record(z.string(), z.unknown()));
const list = z.array(z.string()).min(1);
const config = z
  .strictObject({
    extensions: components,
    receivers: components,
    processors: components,
    exporters: components,
    service: z.strictObject({
      extensions: list,
      pipelines: z.record(
        z.enum(['traces', 'logs']),
        z.strictObject({ receivers: list, processors: list, exporters: list }),
      ),
    }),
  })
  .parse(parse(text));
const pipelines = Object.values(config.service.pipelines);

/** `otlp_http/honeycomb` is a component of type `otlp_http`. */
const typeOf = (id: string): string => id.replace(/\/.*$/, '');

describe('the Collector configuration', () => {
  it.for(['receivers', 'processors', 'exporters'] as const)('uses all of its %s, and only those', (kind) => {
    expect(new Set(pipelines.flatMap((pipeline) => pipeline[kind]))).toEqual(
      new Set(Object.keys(config[kind])),
    );
  });

  it('starts its extensions', () => {
    expect(config.service.extensions).toEqual(Object.keys(config.extensions));
  });

  it('spells every setting as the component does', () => {
    const { extensions, receivers, processors, exporters } = config;
    for (const [id, settings] of Object.entries({ ...extensions, ...receivers, ...processors, ...exporters }))
      for (const setting of Object.keys(settings)) expect(knownSettings[typeOf(id)]).toContain(setting);
  });

  it('limits memory first and batches last in every pipeline', () => {
    for (const { processors } of pipelines) {
      expect(processors.at(0)).toBe('memory_limiter');
      expect(processors.at(-1)).toBe('batch');
    }
  });

  it('keeps traces that failed or were slow, and a share of the rest', () => {
    const policy = z.looseObject({ name: z.string(), type: z.string() });
    const policies = z.array(policy).parse(config.processors['tail_sampling']?.['policies']);
    const types = policies.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['status_code', 'latency', 'probabilistic']));
    for (const { name: _, type, ...rest } of policies) {
      expect(Object.keys(rest)).toEqual([type]);
      for (const setting of Object.keys(z.record(z.string(), z.unknown()).parse(rest[type])))
        expect(knownPolicySettings[type]).toContain(setting);
    }
  });

  it('takes what is secret or differs by place from variables that the README lists', () => {
    const variables = new Set([...text.matchAll(/\$\{env:(\w+)/g)].map(([, name]) => name));
    expect(variables).toContain('HONEYCOMB_API_KEY');
    for (const variable of variables) expect(readme).toContain(`\`${variable}\``);
    expect(
      z.record(z.string(), z.string()).parse(config.exporters['otlp_http/honeycomb']?.['headers']),
    ).toEqual({
      'x-honeycomb-team': '${env:HONEYCOMB_API_KEY}',
    });
    // Neither an access key nor a Honeycomb ingest key by its looks.
    expect(text).not.toMatch(/AKIA[A-Z0-9]{12}|hc[a-z]ik_|secret/i);
  });

  it('names both gates where an operator looks', () => {
    for (const gate of gates) {
      expect(readme).toContain(gate);
      expect(text).toContain(gate);
    }
  });
});
