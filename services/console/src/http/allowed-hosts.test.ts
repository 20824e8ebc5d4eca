import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { allowHosts } from './allowed-hosts.ts';

async function ask(configuredHost: string, host: string): Promise<number> {
  const app = new Hono();
  app.use(allowHosts(configuredHost));
  app.get('/', (c) => c.text('here'));
  return (await app.request(`http://${host}/`)).status;
}

describe('allowHosts', () => {
  it.each(['localhost:4569', '127.0.0.1:4569', '[::1]:4569', 'console.localhost', '127.0.0.2'])(
    'answers to %s',
    async (host) => {
      expect(await ask('127.0.0.1', host)).toBe(200);
    },
  );

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '192.168.1.7', 'console'])(
    'does not answer to %s',
    async (host) => {
      expect(await ask('127.0.0.1', host)).toBe(403);
    },
  );

  it('answers to the configured host', async () => {
    expect(await ask('trace.example', 'Trace.Example:4569')).toBe(200);
    expect(await ask('2001:db8::1', '[2001:db8::1]:4569')).toBe(200);
  });

  it('listening everywhere answers to addresses and container names, still not to domains', async () => {
    expect(await ask('0.0.0.0', '192.168.1.7:4569')).toBe(200);
    expect(await ask('0.0.0.0', 'console:4569')).toBe(200);
    expect(await ask('::', '[2001:db8::1]')).toBe(200);
    expect(await ask('0.0.0.0', 'evil.example')).toBe(403);
  });
});
