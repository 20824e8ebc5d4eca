import { expect, it } from 'vitest';
import { toDocumentTables } from './document-tables.ts';

const document = {
  name: 'load',
  id: '1',
  start_time: 1,
  annotations: { tenant: 'cruddur', count: 3 },
  http: { request: { method: 'GET', url: '/x' }, response: { status: 404 } },
  metadata: { 'mock-data': { size: 1042, first: { handle: 'Andrew' } }, default: 'text' },
};

it('shows annotations first, inner objects by path, and each metadata namespace on its own', () => {
  expect(toDocumentTables(document, '')).toEqual([
    {
      title: 'Annotations',
      entries: [
        { key: 'tenant', value: 'cruddur' },
        { key: 'count', value: '3' },
      ],
    },
    {
      title: 'HTTP',
      entries: [
        { key: 'request.method', value: 'GET' },
        { key: 'request.url', value: '/x' },
        { key: 'response.status', value: '404' },
      ],
    },
    {
      title: 'Metadata · mock-data',
      entries: [
        { key: 'size', value: '1042' },
        { key: 'first', value: '{\n  "handle": "Andrew"\n}' },
      ],
    },
    { title: 'Metadata · default', entries: [{ key: 'default', value: 'text' }] },
  ]);
});

it('keeps only what fits the filter, by key or value in any case', () => {
  expect(toDocumentTables(document, 'ANDREW').map(({ title }) => title)).toEqual(['Metadata · mock-data']);
  expect(toDocumentTables(document, 'status')).toMatchObject([
    { title: 'HTTP', entries: [{ value: '404' }] },
  ]);
  expect(toDocumentTables(document, 'nothing')).toEqual([]);
});
