import { expect, test } from 'vitest';
import { serviceEntry, startOn } from './start-on.ts';

const concurrency = 200;
const warning = /posts are kept in this isolate's memory only/g;

async function handlesAtHome(url: string): Promise<readonly string[]> {
  const rows: readonly { readonly handle: string }[] = await (
    await fetch(`${url}/api/activities/home`)
  ).json();
  return rows.map(({ handle }) => handle);
}

test('activities on workerd without DATABASE_URL is ready, says once where its posts are, and keeps them', async () => {
  const { url, process } = await startOn('workerd', serviceEntry('activities'), {});
  try {
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    expect(await handlesAtHome(url)).toEqual(['andrewbrown', 'worf', 'garek']);
    const statuses = await Promise.all(
      Array.from({ length: concurrency }, async () => {
        const { status } = await fetch(`${url}/api/activities`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-user-handle': 'poster' },
          body: '{"message":"hi","ttl":"1-day"}',
        });
        return status;
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect((await handlesAtHome(url))[0]).toBe('poster');
    expect(process.output().match(warning)).toHaveLength(1);
  } finally {
    await process.stop();
  }
}, 60_000);
