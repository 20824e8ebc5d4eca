import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { createEnvironmentReader } from './config/environment-reader.ts';
import { parseTelemetryConfig } from './config/telemetry-config.ts';

// That its code runs is tested on the packed file, in packages/e2e.
const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const manifest: { readonly exports: Readonly<Record<string, string>> } = JSON.parse(
  await readFile(new URL('../package.json', import.meta.url), 'utf8'),
);
const api = readme.slice(readme.indexOf('## API'));

it.each(Object.entries(manifest.exports))(
  'the README names all exports of %s, and no others',
  async (entry, path) => {
    const source = await readFile(new URL(`../${path}`, import.meta.url), 'utf8');
    const exported = [...source.matchAll(/^export (?:type )?\{(?<names>[^}]*)\}/gm)]
      .flatMap(({ groups }) => groups?.['names']?.split(',') ?? [])
      .map((name) => name.trim().replace(/^type /, ''))
      .filter((name) => name !== '');
    expect(exported.length).toBeGreaterThan(0);
    expect(namesOf(entry).toSorted()).toEqual(exported.toSorted());
  },
);

it('the README names no variable that is not read', () => {
  const read = new Set<string>();
  const sampling = { OTEL_TRACES_SAMPLER: 'traceidratio' };
  const environment = new Proxy<Record<string, string>>(sampling, {
    get: (target, name) => {
      read.add(String(name));
      return target[String(name)];
    },
  });
  parseTelemetryConfig(createEnvironmentReader(environment), { serviceName: 'shop' });
  const named = [
    ...readme.matchAll(/`((?:AWS|CLOUDWATCH|CRUDDUR|HONEYCOMB|LOG|OTEL|ROLLBAR)_[A-Z_]+)\b/g),
  ].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !read.has(name))).toEqual([]);
});

/** What the part of the API's section that is about an entry names: in a table's first column, or in its sentence. */
function namesOf(entry: string): readonly string[] {
  const title = `\`@cruddur/telemetry${entry.slice(1)}\``;
  const from = api.slice(api.indexOf(title) + title.length);
  const end = from.search(/^`@cruddur\/telemetry/m);
  const part = end === -1 ? from : from.slice(0, end);
  const rows = [...part.matchAll(/^\| (?<cell>`.*?`) +\|/gm)].map(({ groups }) => groups?.['cell'] ?? '');
  const text = rows.length > 0 ? rows.join('\n') : part;
  return [...text.matchAll(/`(\w+)(?:\(.*?\))?`/g)].map(([, name = '']) => name);
}
