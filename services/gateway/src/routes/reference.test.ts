import { existsSync } from 'node:fs';
import openapi from '@cruddur/contracts/openapi.json' with { type: 'json' };
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startScriptedUpstream, type ScriptedUpstream } from '../testing/scripted-upstream.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';

const chromiumPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

let upstream: ScriptedUpstream;
let gateway: TestGateway;

beforeAll(async () => {
  upstream = await startScriptedUpstream();
  gateway = await startGateway(upstream.url);
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

test('/openapi.json is the committed contract', async () => {
  const response = await fetch(`${gateway.url}/openapi.json`);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.json()).toEqual(openapi);
});

test('the reference page names every operation and escapes what it shows', async () => {
  const page = await (await fetch(`${gateway.url}/docs`)).text();
  for (const path of Object.keys(openapi.paths)) expect(page).toContain(`<code>${path}</code>`);
  expect(page).toContain('The caller&#39;s handle');
  expect(page).not.toContain('<script');
});

test.runIf(existsSync(chromiumPath))(
  'a real browser shows it without a console error and without leaving the gateway',
  async () => {
    const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      const complaints: string[] = [];
      const requested: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => requested.push(request.url()));
      await page.goto(`${gateway.url}/docs`);
      await page.getByRole('link', { name: 'POST activities', exact: true }).click();
      expect(new URL(page.url()).hash).toBe('#createActivity');
      expect(await page.locator('#createActivity').isVisible()).toBe(true);
      // The style sheet is in force, so the content security policy lets it through.
      expect(await page.locator('body').evaluate((body) => getComputedStyle(body).display)).toBe('grid');
      expect(complaints).toEqual([]);
      expect(requested.filter((url) => !url.startsWith(gateway.url) && !url.startsWith('data:'))).toEqual([]);
      const screenshot = process.env['SCREENSHOT'];
      if (screenshot !== undefined) await page.screenshot({ path: screenshot });
    } finally {
      await browser.close();
    }
  },
);
