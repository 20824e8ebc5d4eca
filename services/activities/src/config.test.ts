import { formatConfigProblems } from '@cruddur/telemetry';
import { expect, test } from 'vitest';
import { parseActivitiesConfig } from './config.ts';

test('an empty environment is a good one', () => {
  expect(parseActivitiesConfig({})).toMatchObject({
    ok: true,
    config: {
      host: '127.0.0.1',
      port: 4568,
      database: { kind: 'folder', folder: '.data/activities' },
      telemetry: { serviceName: 'activities' },
    },
  });
});

test.each([
  ['memory:', { kind: 'memory' }],
  ['file:data', { kind: 'folder', folder: 'data' }],
  ['file:./a b', { kind: 'folder', folder: './a b' }],
  ['file:/var/lib/cruddur', { kind: 'folder', folder: '/var/lib/cruddur' }],
  ['file:///var/lib/cruddur', { kind: 'folder', folder: '/var/lib/cruddur' }],
  ['postgres://me:secret@host:5432/db', { kind: 'server' }],
  ['postgresql:///db?host=/run/postgresql', { kind: 'server' }],
])('DATABASE_URL=%s', (value, database) => {
  const parsed = parseActivitiesConfig({ DATABASE_URL: value });
  expect(parsed).toMatchObject({ ok: true, config: { database } });
  expect(JSON.stringify(parsed)).not.toContain('secret');
});

test.each([
  'mysql://me:secret@host/db',
  'me:secret@host/db',
  'host/db?password=secret',
  'memory',
  'file:',
  'file://host/folder',
  'postgres:secret',
  'postgres://me:secret@host:notaport/db',
  'secret',
])('DATABASE_URL=%s is refused with the accepted forms and without the password', (value) => {
  const parsed = parseActivitiesConfig({ DATABASE_URL: value });
  expect(parsed).toMatchObject({ ok: false, problems: [{ variable: 'DATABASE_URL' }] });
  const text = formatConfigProblems('activities', parsed.ok ? [] : parsed.problems);
  for (const form of ['postgres://', 'postgresql://', 'file:<folder>', 'memory:'])
    expect(text).toContain(form);
  expect(text).not.toContain('secret');
});

test('where there are no files, rows are on a server or in memory', () => {
  expect(parseActivitiesConfig({}, 'no-files')).toMatchObject({ config: { database: { kind: 'memory' } } });
  expect(parseActivitiesConfig({ DATABASE_URL: 'postgres://host/db' }, 'no-files')).toMatchObject({
    config: { database: { kind: 'server' } },
  });
  const parsed = parseActivitiesConfig({ DATABASE_URL: 'file:data' }, 'no-files');
  const text = formatConfigProblems('activities', parsed.ok ? [] : parsed.problems);
  expect(text).toContain('without files');
  expect(text).not.toContain('file:<folder>');
});

test('all problems are reported at once', () => {
  const parsed = parseActivitiesConfig({ PORT: 'http', DATABASE_URL: 'x', LOG_LEVEL: 'loud' });
  const variables = parsed.ok ? [] : parsed.problems.map(({ variable }) => variable);
  expect(variables).toEqual(expect.arrayContaining(['PORT', 'DATABASE_URL', 'LOG_LEVEL']));
});
