import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../stack/eventually.ts';
import { parseInsightsQuery } from './insights-query.ts';
import { startWatchedServices, type WatchedServices } from './start-watched-services.ts';

const folder = fileURLToPath(new URL('../../../../aws/queries/logs-insights/', import.meta.url));
const files = await readdir(folder);
const queries = await Promise.all(
  files.map(async (file) => ({ file, query: parseInsightsQuery(await readFile(folder + file, 'utf8')) })),
);

/** Of all the commands of the language, those that we use, each at most once. */
const order = ['filterIndex', 'fields', 'filter', 'stats', 'sort', 'limit'];
/** Only an event whose time the server's clock has put right has it. */
const rare: ReadonlySet<string> = new Set(['original_ts']);

it('there is a query for each question that the README names', async () => {
  const readme = await readFile(`${folder}../../README.md`, 'utf8');
  expect(files.length).toBeGreaterThanOrEqual(5);
  for (const file of files) expect(readme).toContain(`queries/logs-insights/${file}`);
});

describe.each(queries)('$file', ({ query }) => {
  it('says what it is for, and has its commands in an order that works', () => {
    expect(query.description.length).toBeGreaterThan(20);
    const positions = query.commands.map(({ name }) => order.indexOf(name));
    expect(positions).not.toContain(-1);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(new Set(positions).size).toBe(positions.length);
  });
});

describe('the fields of the queries', () => {
  let services: WatchedServices;
  /** An OTLP receiver that wants nothing of it. */
  const refusing = createServer((request, response) => {
    request.resume();
    response.writeHead(400).end();
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      refusing.listen(0, '127.0.0.1', resolve);
    });
    // safe: a TCP server that listens has an AddressInfo
    const { port } = refusing.address() as AddressInfo;
    services = await startWatchedServices({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
    await fetch(`${services.gateway.url}/api/faults/thrown`);
  }, 60_000);
  afterAll(async () => {
    await services?.[Symbol.asyncDispose]();
    refusing.close();
  });

  it('are in the events as they arrive, spelled as the queries spell them', async () => {
    const kinds = await eventually('an error, the event of a request and a report of drops', async () => {
      const events = services.events();
      const error = events.find((event) => event['severityText'] === 'ERROR');
      const request = events.find((event) => event['event.name'] === 'cruddur.request');
      const drop = events.find((event) => event['reason'] === 'refused' && event['sink'] === 'otlp');
      return error && request && drop && [error, request, drop];
    });
    const known = new Set(kinds.flatMap((event) => Object.keys(event)));
    for (const { file, query } of queries) {
      const unknown = [...query.fields].filter((field) => !known.has(field) && !rare.has(field));
      expect([file, unknown]).toEqual([file, []]);
    }
    expect(kinds[1]).toMatchObject({ 'cruddur.duration_ms': expect.any(Number) });
    expect(kinds[2]).toMatchObject({ items: expect.any(Number) });
  });
});
