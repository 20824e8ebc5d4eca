import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startTestConsole, type TestConsole } from '../testing/start-test-console.ts';

async function startWithPage(): Promise<TestConsole> {
  const console = await startTestConsole();
  const directory = join(console.packageDirectory, 'dist/page');
  await mkdir(join(directory, 'assets'), { recursive: true });
  await writeFile(join(directory, 'index.html'), '<!doctype html><title>the page</title>');
  await writeFile(join(directory, 'favicon.svg'), '<svg/>');
  await writeFile(join(directory, 'assets/index-abc123.js'), 'export {};');
  await writeFile(join(console.packageDirectory, 'secret.txt'), 'not for you');
  return console;
}

describe('the page', () => {
  it('says how to build it while it is not built', async () => {
    const console = await startTestConsole();
    const response = await fetch(console.pageUrl);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('npm run build:page --workspace @cruddur/console');
  });

  it.each([
    '/',
    '/traces/0af7651916cd43dd8448eb211c80319c',
    '/traces/0af7651916cd43dd8448eb211c80319c/xray',
    '/traces/0af7651916cd43dd8448eb211c80319c/logs',
    '/errors',
    '/errors/0123456789abcdef',
    '/logs',
    '/drops',
    '/xray-rejected',
  ])('is served at %s, to be asked for again', async (path) => {
    const console = await startWithPage();
    const response = await fetch(console.pageUrl + path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).toContain('the page');
  });

  it('keeps hashed assets for ever', async () => {
    const console = await startWithPage();
    const response = await fetch(`${console.pageUrl}/assets/index-abc123.js`);
    expect(response.headers.get('content-type')).toMatch(/^text\/javascript/);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    await response.body?.cancel();
  });

  it('serves other files of the page', async () => {
    const console = await startWithPage();
    const response = await fetch(`${console.pageUrl}/favicon.svg`);
    expect(response.headers.get('content-type')).toMatch(/^image\/svg\+xml/);
    await response.body?.cancel();
  });

  it.each(['/assets/gone.js', '/nothing', '/..%2f..%2fsecret.txt', '/%2e%2e/%2e%2e/secret.txt', '/assets'])(
    'has nothing at %s',
    async (path) => {
      const console = await startWithPage();
      const response = await fetch(console.pageUrl + path);
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain('not for you');
    },
  );
});
