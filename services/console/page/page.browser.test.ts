import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  chromiumPath,
  createConsoleFixture,
  hasChromium,
  type ConsoleFixture,
} from './testing/console-fixture.ts';
import { toSpanId } from './testing/otlp-trace.ts';
import { createFailedTrace, createHomeTrace, createLargeTrace } from './testing/traces.ts';

if (!hasChromium) {
  console.log(
    `The page's browser test is left out: no Chromium at ${chromiumPath} (CHROMIUM_PATH names another).`,
  );
}

const toXRay = (traceId: string): string => `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;
const rowNames = (page: Page): Promise<string[]> => page.locator('.trace-name a').allTextContents();

/** For what the page comes to by itself. */
const PATIENTLY = { timeout: 5000, interval: 25 };

describe.runIf(hasChromium)('the page in a browser', { timeout: 30_000 }, () => {
  let fixture: ConsoleFixture;
  beforeAll(async () => {
    fixture = await createConsoleFixture();
  }, 60_000);
  afterAll(() => fixture.stop());

  it('begins with what to run, and shows the trace as soon as it is there', async () => {
    const page = await fixture.open('/', { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByRole('heading', { name: 'No traces yet' }).waitFor();
    await page.getByRole('button', { name: 'Copy command' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      'curl -i localhost:4567/api/activities/home',
    );
    await page.getByText('Live', { exact: true }).waitFor();
    await fixture.screenshot(page, 'empty');

    await fixture.send(createHomeTrace());
    const row = page.getByRole('row', { name: /GET \/api\/activities\/home/ });
    await row.waitFor();
    for (const text of ['200', '14.2 ms', '5 spans · 2 services', 'gateway', 'activities']) {
      await row.getByText(text, { exact: true }).waitFor();
    }
  });

  it('opens a trace with its hop, and a span with its attributes', async () => {
    const traceId = await fixture.send(createHomeTrace());
    const page = await fixture.open('/');
    await page.locator(`[data-trace-id="${traceId}"]`).click();
    await page.getByRole('treegrid').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/traces/${traceId}`);
    await page.getByText(traceId, { exact: true }).waitFor();
    await page.getByText(toXRay(traceId), { exact: true }).waitFor();
    await page.getByText('→ 0.8 ms network').waitFor();
    await fixture.screenshot(page, 'trace');

    await page.getByRole('row', { name: /home-activities-mock-data/ }).click();
    const panel = page.getByRole('complementary', { name: 'Span details' });
    expect(await panel.getByRole('region', { name: 'Application' }).innerText()).toContain(
      'app.result_length\n3',
    );
    expect(new URL(page.url()).hash).toBe(`#span=${toSpanId(4)}`);
    await panel.getByPlaceholder('Filter attributes').fill('app.now');
    await expect
      .poll(() => panel.locator('.attributes dt').allTextContents(), PATIENTLY)
      .toEqual(['app.now']);
    await fixture.screenshot(page, 'span');

    await page.goBack();
    await page.getByRole('table').waitFor();
    await page.goForward();
    await panel.waitFor();
  });

  it('is worked by keyboard alone', async () => {
    const traceId = await fixture.send(createHomeTrace());
    const page = await fixture.open('/');
    await page.locator(`[data-trace-id="${traceId}"]`).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('status:200');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    const grid = page.getByRole('treegrid');
    await grid.waitFor();
    expect(await grid.getAttribute('aria-activedescendant')).toBe(`span-${toSpanId(1)}`);

    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const details = page.getByRole('complementary', { name: 'Span details' });
    await details.getByText('activities', { exact: true }).first().waitFor();
    expect(new URL(page.url()).hash).toBe(`#span=${toSpanId(3)}`);

    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.locator('.span-row').count(), PATIENTLY).toBe(3);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.locator('.span-row').count(), PATIENTLY).toBe(5);
    await page.keyboard.press('Escape');
    await details.waitFor({ state: 'detached' });
  });

  it('filters, and opens whatever id is pasted', async () => {
    const traceId = await fixture.send(createFailedTrace());
    const page = await fixture.open('/');
    const filter = page.getByPlaceholder(/^Filter by service/);
    await filter.fill('is:error POST');
    await expect.poll(() => rowNames(page), PATIENTLY).toEqual(['POST /api/activities']);
    expect(new URL(page.url()).search).toBe('?q=is%3Aerror+POST');
    await filter.fill('no-such-service');
    await page.getByText(/^None of/).waitFor();
    await filter.fill(`Root=${toXRay(traceId)};Sampled=1`);
    await page.getByRole('treegrid').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/traces/${traceId}`);
  });

  it('follows a deep link in X-Ray form to a span, and shows its exception', async () => {
    const traceId = await fixture.send(createFailedTrace());
    const page = await fixture.open(`/traces/${toXRay(traceId)}#span=${toSpanId(4)}`);
    const events = page.getByRole('region', { name: 'Events' });
    await events.getByText('Connection terminated unexpectedly').first().waitFor();
    expect(await events.locator('.own-frame').allTextContents()).toContain(
      'at createActivity (/app/activities/src/domain/create-activity.ts:41:11)',
    );
    expect(page.url()).toMatch(new RegExp(`/traces/${traceId}#span=${toSpanId(4)}$`));
    await fixture.screenshot(page, 'error');
  });

  it('holds still while someone reads', async () => {
    await fixture.send(createHomeTrace());
    const page = await fixture.open('/');
    await page.locator('.trace-row').first().hover();
    const before = await rowNames(page);
    await fixture.send(createHomeTrace('GET /api/notifications'));
    const button = page.getByRole('button', { name: '1 new' });
    await button.waitFor();
    expect(await rowNames(page)).toEqual(before);
    await button.click();
    await expect.poll(async () => (await rowNames(page))[0], PATIENTLY).toBe('GET /api/notifications');
  });

  it('adds a late span to the trace that is on screen', async () => {
    const spans = createHomeTrace();
    const traceId = await fixture.send(spans.slice(0, 4));
    const page = await fixture.open(`/traces/${traceId}`);
    const names = (): Promise<string[]> => page.locator('.span-name').allTextContents();
    await expect.poll(names, PATIENTLY).toEqual(spans.slice(0, 4).map(({ name }) => name));
    await fixture.send(spans.slice(4), traceId);
    await expect.poll(names, PATIENTLY).toEqual(spans.map(({ name }) => name));
  });

  it('says why a trace is not there, and opens it when it comes', async () => {
    const traceId = 'ab'.repeat(16);
    const page = await fixture.openFailing(`/traces/${traceId}`);
    await page.getByRole('heading', { name: 'This trace is not here' }).waitFor();
    await fixture.send(createHomeTrace(), traceId);
    await expect.poll(() => page.getByRole('treegrid').count(), PATIENTLY).toBe(1);
  });

  it('says that the server is away, and goes on when it is back', async () => {
    let cut = true;
    const page = await fixture.openFailing('/', () => cut);
    await page.getByRole('heading', { name: "The console's server is away" }).waitFor();
    await expect.poll(() => page.getByRole('contentinfo').innerText(), PATIENTLY).toBe('Reconnecting');
    cut = false;
    await page.getByRole('table').waitFor();
    await expect.poll(() => page.getByRole('contentinfo').innerText(), PATIENTLY).toContain('Live');
  });

  it('says what is wrong with an address', async () => {
    const wrong = await fixture.open('/traces/not-an-id');
    expect(await wrong.getByRole('main').innerText()).toContain(
      'not-an-id is neither 32 hex digits nor an X-Ray id',
    );
  });

  it('draws only what is in view of 10,000 spans', async () => {
    const traceId = await fixture.send(createLargeTrace(10_000));
    const page = await fixture.open(`/traces/${traceId}`);
    await page.getByRole('treegrid').waitFor();
    expect(await page.getByRole('treegrid').getAttribute('aria-rowcount')).toBe('10001');
    expect(await page.locator('.span-row').count()).toBeLessThan(80);
    await fixture.screenshot(page, 'large');
    await page.keyboard.press('End');
    await page.locator(`#span-${toSpanId(10_000)}`).waitFor();
    expect(await page.locator('.span-row').count()).toBeLessThan(80);
  });

  it.each(['light', 'dark'] as const)('looks as it should in %s, wide and narrow', async (colorScheme) => {
    for (const width of [1440, 800]) {
      const page = await fixture.open('/', { colorScheme, viewport: { width, height: 900 } });
      await page.locator('.trace-row').first().waitFor();
      await fixture.screenshot(page, `list-${width}-${colorScheme}`);
      const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(scrolls).toBe(false);
    }
  });

  it('has nothing to complain about', () => {
    expect(fixture.complaints).toEqual([]);
  });
});
