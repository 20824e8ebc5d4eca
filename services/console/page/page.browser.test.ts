import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  chromiumPath,
  createConsoleFixture,
  hasChromium,
  type ConsoleFixture,
} from './testing/console-fixture.ts';
import { toSpanId } from './testing/otlp-trace.ts';
import { toSegmentDocuments } from './testing/segment-documents.ts';
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

  it('shows the X-Ray documents of a trace beside its spans, and that both say the same', async () => {
    const traceId = await fixture.sendBoth(createHomeTrace());
    const list = await fixture.open('/');
    await list
      .getByRole('row', { name: /OTLP 5 spans · X-Ray 5 documents/ })
      .first()
      .waitFor();
    const page = await fixture.open(`/traces/${traceId}#span=${toSpanId(4)}`);
    await page.getByRole('link', { name: 'X-Ray 5 documents' }).click();
    expect(new URL(page.url()).pathname).toBe(`/traces/${traceId}/xray`);
    await page.getByText('Same 5 ids, parents and times in both').waitFor();
    for (const id of [traceId, toXRay(traceId)]) await page.getByText(id, { exact: true }).waitFor();
    expect(await page.locator('.span-name').allTextContents()).toEqual([
      'gateway',
      'GET',
      'activities',
      'home-activities-mock-data',
      'SELECT activities',
    ]);
    // The span that was open is the document that is open: they have one id.
    const panel = page.getByRole('complementary', { name: 'Document details' });
    expect(await panel.getByRole('region', { name: 'Annotations' }).innerText()).toContain(
      'app.result_length\n3',
    );
    await panel.getByRole('region', { name: 'Metadata · mock-data' }).waitFor();
    await fixture.screenshot(page, 'xray');

    await page.getByRole('treegrid').focus();
    await page.keyboard.press('ArrowDown');
    await panel.getByText('select "uuid"', { exact: false }).first().waitFor();
    expect(new URL(page.url()).hash).toBe(`#span=${toSpanId(5)}`);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await page.goBack();
    await page.getByRole('treegrid', { name: /^Spans of/ }).waitFor();
  });

  it('says where documents and spans disagree, in the list too', async () => {
    const traceId = await fixture.sendBoth(createHomeTrace(), {
      change: ([root, client, ...rest]) => [
        ...(root === undefined ? [] : [{ ...root, start_time: root.start_time - 0.25 }]),
        ...(client === undefined ? [] : [{ ...client, parent_id: toSpanId(9) }]),
        ...rest.slice(0, -1),
      ],
    });
    const list = await fixture.open('/');
    const link = list.locator(`[data-trace-id="${traceId}"]`);
    await list.getByRole('row').filter({ has: link }).getByText('3 differ').waitFor();
    const page = await fixture.open(`/traces/${toXRay(traceId)}/xray`);
    const disagreements = page.getByRole('region', { name: 'Disagreements' });
    await disagreements.getByText('X-Ray and OTLP disagree in 3 points').waitFor();
    expect(await disagreements.getByRole('listitem').allTextContents()).toEqual([
      `GET /api/activities/home ${toSpanId(1)} starts 250 ms earlier by X-Ray than by OTLP`,
      `GET ${toSpanId(2)} has the parent ${toSpanId(1)} by OTLP and the parent ${toSpanId(9)} by X-Ray`,
      `SELECT activities ${toSpanId(5)} has come by OTLP only`,
    ]);
    await fixture.screenshot(page, 'xray-disagreements');
  });

  it('shows a fault with its cause, in a trace that came by X-Ray only', async () => {
    const traceId = '5e'.repeat(16);
    await fixture.sendDocuments(toSegmentDocuments(traceId, Date.now(), createFailedTrace()));
    const list = await fixture.open('/');
    await list.locator(`[data-trace-id="${traceId}"]`).click();
    const page = list;
    await page
      .getByText('No span of this trace has come by OTLP: there is nothing to compare with.')
      .waitFor();
    await page.getByRole('row', { name: /create-activity/ }).click();
    const cause = page.getByRole('region', { name: 'Cause' });
    await cause.getByText('Connection terminated unexpectedly').waitFor();
    expect(await cause.locator('.own-frame').allTextContents()).toEqual([
      'at createActivity (/app/activities/src/domain/create-activity.ts:41)',
    ]);
    await page
      .getByRole('row', { name: /create-activity/ })
      .getByText('fault')
      .waitFor();
    await fixture.screenshot(page, 'xray-fault');
    await page.getByRole('link', { name: 'OTLP 0 spans' }).click();
    await page.getByRole('heading', { name: 'No span of this trace has come by OTLP' }).waitFor();
  });

  it('counts what it rejects, and says why', async () => {
    const traceId = await fixture.send(createHomeTrace());
    const page = await fixture.open('/');
    await fixture.sendDocuments([`{"trace_id":"${toXRay(traceId)}","id":"1","name":"?"}`, 'T1Snonsense']);
    await page.getByRole('link', { name: /2 X-Ray rejected/ }).click();
    const reasons = page.locator('.rejected-reason');
    await expect.poll(() => reasons.allTextContents(), PATIENTLY).toHaveLength(2);
    await page.getByText(/OTLP over UDP/).waitFor();
    await fixture.screenshot(page, 'rejected');
    await page.getByRole('link', { name: /^trace/ }).click();
    await page.getByRole('heading', { name: 'No X-Ray document of this trace has arrived' }).waitFor();
    await page.getByText('1 document of this trace rejected').click();
    await page.getByText(/start_time/).waitFor();
    await page.getByText(/^AWS_XRAY_DAEMON_ADDRESS=/).waitFor();
    await fixture.screenshot(page, 'xray-none');
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
    const traceId = await fixture.sendBoth(createHomeTrace());
    for (const width of [1440, 800]) {
      const page = await fixture.open('/', { colorScheme, viewport: { width, height: 900 } });
      await page.locator('.trace-row').first().waitFor();
      await fixture.screenshot(page, `list-${width}-${colorScheme}`);
      const scrolls = (): Promise<boolean> =>
        page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(await scrolls()).toBe(false);
      await page.goto(new URL(`/traces/${traceId}/xray#span=${toSpanId(4)}`, page.url()).href);
      await page.getByText('Same 5 ids').waitFor();
      await fixture.screenshot(page, `xray-${width}-${colorScheme}`);
      expect(await scrolls()).toBe(false);
    }
  });

  it('has nothing to complain about', () => {
    expect(fixture.complaints).toEqual([]);
  });
});
