import { expect, test } from 'vitest';
import { startHoneycomb } from './start-honeycomb.ts';

test('a key is told what it is for, and an unknown one that it is unknown', async () => {
  await using honeycomb = await startHoneycomb({
    keys: { good: { team: 'cruddur', environment: 'production', canCreateDatasets: false } },
  });
  const ask = async (key: string): Promise<readonly [number, unknown]> => {
    const response = await fetch(`${honeycomb.url}/1/auth`, { headers: { 'x-honeycomb-team': key } });
    return [response.status, await response.json()];
  };
  expect(await ask('good')).toEqual([
    200,
    expect.objectContaining({
      team: { name: 'cruddur', slug: 'cruddur' },
      environment: { name: 'production', slug: 'production' },
      api_key_access: expect.objectContaining({ events: true, createDatasets: false }),
    }),
  ]);
  expect(await ask('bad')).toEqual([401, { error: 'unknown API key - check your credentials' }]);
  expect((await fetch(`${honeycomb.url}/1/events`, { method: 'POST' })).status).toBe(404);
  expect(honeycomb.calls).toEqual(['GET /1/auth', 'GET /1/auth', 'POST /1/events']);
});
