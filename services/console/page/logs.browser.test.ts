import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createErrorItem } from '../src/testing/create-error-item.ts';
import { createHomeLines } from '../src/testing/home-lines.ts';
import { createConsoleFixture, hasChromium, type ConsoleFixture } from './testing/console-fixture.ts';
import { toSpanId } from './testing/otlp-trace.ts';
import { createFailedTrace, createHomeTrace } from './testing/traces.ts';

/** For what the page comes to by itself. */
const PATIENTLY = { timeout: 5000, interval: 25 };
const uuid = '6f1c1f9e0f2b4a3e9b1d2c3e4f506172';

const messages = (page: Page): Promise<string[]> => page.locator('.log-row .log-text').allTextContents();

describe.runIf(hasChromium)('logs and errors in a browser', { timeout: 30_000 }, () => {
  let fixture: ConsoleFixture;
  beforeAll(async () => {
    fixture = await createConsoleFixture();
  }, 60_000);
  afterAll(() => fixture.stop());

  /** A request that fails, with all that is known of it. */
  const sendFailure = async (itemUuid: string = uuid): Promise<string> => {
    const beginMs = Date.now();
    const traceId = await fixture.send(createFailedTrace());
    const custom = { service: 'activities', trace_id: traceId, span_id: toSpanId(4) };
    await fixture.sendLines(createHomeLines(beginMs, traceId, itemUuid));
    await fixture.sendError(
      createErrorItem({ uuid: itemUuid, timestamp: Math.floor(beginMs / 1000), custom }),
    );
    return traceId;
  };

  it('begins with what to run where nothing has been reported', async () => {
    const page = await fixture.open('/errors');
    await page.getByRole('heading', { name: 'No errors reported' }).waitFor();
    await page.getByText('curl -i localhost:4567/rollbar/test').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await fixture.screenshot(page, 'errors-none');
    await sendFailure('00'.repeat(16));
    const row = page.getByRole('row', { name: /FeedError no feed for user 17/ });
    await expect.poll(() => row.count(), PATIENTLY).toBe(1);
  });

  it('shows the lines and the errors of a trace in the order of time, and each in full', async () => {
    const traceId = await sendFailure();
    const list = await fixture.open('/');
    const row = list.getByRole('row').filter({ has: list.locator(`[data-trace-id="${traceId}"]`) });
    await row.getByText('5 lines').waitFor();
    await row.getByText('1 reported').waitFor();
    const page = await fixture.open(`/traces/${traceId}`);
    await fixture.screenshot(page, 'spans-with-lines');
    await page.getByRole('link', { name: /Logs 5 lines/ }).click();
    expect(new URL(page.url()).pathname).toBe(`/traces/${traceId}/logs`);
    await expect
      .poll(() => messages(page), PATIENTLY)
      .toEqual([
        'reading the home feed',
        'the feed is slow',
        'no feed for user 17',
        'FeedError: no feed for user 17',
        'GET /api/activities/home',
        'GET /api/activities/home',
      ]);
    expect(await page.locator('.flag-request').count()).toBe(2);
    await fixture.screenshot(page, 'logs');

    await page.getByRole('row', { name: /error activities no feed/ }).click();
    const line = page.getByRole('complementary', { name: 'Line details' });
    await line.getByText('Connection terminated unexpectedly').waitFor();
    expect(await line.locator('.own-frame').allTextContents()).toContain(
      'at readHomeFeed (/app/services/activities/src/domain/home-feed.ts:41:11)',
    );
    expect(new URL(page.url()).hash).toMatch(/^#entry=test-/);
    await fixture.screenshot(page, 'line');
    await page.reload();
    await line.getByText('Connection terminated unexpectedly').waitFor();

    await line.getByRole('link', { name: `as ${uuid}` }).click();
    const error = page.getByRole('complementary', { name: 'Error details' });
    await error.getByText(uuid).waitFor();
    await error.getByText('caused by').waitFor();
    await error.getByText('feed asked for').waitFor();
    await fixture.screenshot(page, 'error-in-trace');
    await error.getByRole('link', { name: 'create-activity' }).click();
    expect(page.url()).toMatch(new RegExp(`/traces/${traceId}#span=${toSpanId(4)}$`));
  });

  it('leads from a span to its lines, marked on its bar', async () => {
    const traceId = await sendFailure('11'.repeat(16));
    const page = await fixture.open(`/traces/${traceId}#span=${toSpanId(4)}`);
    const logs = page.getByRole('region', { name: 'Logs of this span' });
    await logs.getByText('the feed is slow').waitFor();
    const marks = page.locator(`#span-${toSpanId(4)} .log-mark`);
    expect(await marks.count()).toBe(4);
    expect(await marks.last().getAttribute('class')).toContain('log-mark-reported');
    await fixture.screenshot(page, 'span-logs');
    await logs.getByRole('link', { name: /the feed is slow/ }).click();
    await page.getByRole('complementary', { name: 'Line details' }).waitFor();
    expect(await page.locator('.log-row.is-of-span').count()).toBe(4);
  });

  it('says that a report which the span names is missing, until it comes', async () => {
    const [root, ...others] = createHomeTrace();
    if (root === undefined) throw new Error('a trace without a root');
    const reported = 'd'.repeat(32);
    const attributes = { ...root.attributes, 'rollbar.occurrence.uuid': reported };
    const traceId = await fixture.send([{ ...root, attributes }, ...others]);
    const page = await fixture.open(`/traces/${traceId}#span=${toSpanId(1)}`);
    const missing = page.getByText(/names the report d{32}, which has not arrived/);
    await missing.waitFor();
    const custom = {
      service: 'activities',
      trace_id: traceId,
      links: { honeycomb: 'https://ui.honeycomb.io/x', bad: 'javascript:1' },
    };
    await fixture.sendError(createErrorItem({ uuid: reported, custom }));
    await missing.waitFor({ state: 'detached' });
    await page.goto(new URL(`/traces/${traceId}/logs#entry=${reported}`, page.url()).href);
    const tools = page.getByRole('region', { name: 'The same in other tools' });
    await tools.waitFor();
    expect(await tools.getByRole('link').allTextContents()).toEqual([' honeycomb']);
  });

  it('filters by level and text, and keeps the filter in the address', async () => {
    const traceId = await sendFailure('22'.repeat(16));
    const page = await fixture.open(`/traces/${traceId}/logs`);
    await page.getByRole('button', { name: 'Warnings' }).click();
    await page.getByPlaceholder('Filter lines, attributes and errors').fill('took_ms');
    await expect.poll(() => messages(page), PATIENTLY).toEqual(['the feed is slow']);
    expect(new URL(page.url()).search).toBe('?level=warn&q=took_ms');
    await page.getByText('1 of 6 entries shown').waitFor();
    await page.reload();
    await expect.poll(() => messages(page), PATIENTLY).toEqual(['the feed is slow']);
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => messages(page), PATIENTLY).toHaveLength(6);
  });

  it('is worked by keyboard alone', async () => {
    const traceId = await sendFailure('33'.repeat(16));
    const page = await fixture.open(`/traces/${traceId}/logs`);
    const grid = page.getByRole('grid');
    await page.locator('.log-list:focus').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    const details = page.getByRole('complementary', { name: 'Line details' });
    await details.getByRole('heading', { name: 'the feed is slow' }).waitFor();
    await page.keyboard.press('e');
    await details.getByRole('heading', { name: 'no feed for user 17' }).waitFor();
    await page.keyboard.press('Escape');
    await details.waitFor({ state: 'detached' });
    expect(await grid.getAttribute('aria-activedescendant')).toBe('entry-2');
  });

  it('adds lines to the trace that is on screen', async () => {
    const beginMs = Date.now();
    const traceId = await fixture.send(createHomeTrace());
    const page = await fixture.open(`/traces/${traceId}/logs`);
    await page.getByRole('heading', { name: 'No log line and no error of this trace has arrived' }).waitFor();
    await fixture.screenshot(page, 'logs-none');
    await fixture.sendLines(createHomeLines(beginMs, traceId).slice(0, 2));
    await expect.poll(() => messages(page), PATIENTLY).toEqual(['reading the home feed', 'the feed is slow']);
    await fixture.sendLines(createHomeLines(beginMs, traceId));
    await expect.poll(() => messages(page), PATIENTLY).toHaveLength(5);
  });

  it('opens a trace of which only lines have come', async () => {
    const traceId = '6c'.repeat(16);
    await fixture.sendLines(createHomeLines(Date.now() - 20, traceId));
    const page = await fixture.open('/');
    await page.locator(`[data-trace-id="${traceId}"]`).click();
    await expect.poll(() => messages(page), PATIENTLY).toHaveLength(5);
    await page.getByRole('link', { name: 'OTLP 0 spans' }).click();
    await page.getByText('It may not have been sampled').waitFor();
    await page.getByRole('link', { name: 'see them' }).click();
    await page.getByRole('grid').waitFor();
  });

  it('groups errors, and leads from one to its trace', async () => {
    const traceIds = [];
    for (const digit of ['7', '8']) traceIds.push(await sendFailure(digit.repeat(32)));
    await fixture.sendError(
      createErrorItem({
        uuid: '9'.repeat(32),
        level: 'warning',
        body: { message: { body: 'Hello World!' } },
      }),
    );
    const page = await fixture.open('/');
    await page.getByRole('link', { name: /^Errors \d/ }).click();
    await page.getByRole('row', { name: /warning Hello World!/ }).waitFor();
    await fixture.screenshot(page, 'errors');
    await page
      .getByRole('row', { name: /FeedError/ })
      .getByRole('link')
      .click();
    const occurrence = page.getByRole('region', { name: 'Occurrence' });
    await occurrence.getByText('8'.repeat(32)).waitFor();
    await fixture.screenshot(page, 'error-group');
    const occurrences = page.getByRole('navigation', { name: 'Occurrences' });
    await occurrences.locator(`a[href$="${'7'.repeat(32)}"]`).click();
    await occurrence.getByText('7'.repeat(32)).waitFor();
    const before = await occurrences.getByRole('listitem').count();
    await sendFailure('a'.repeat(32));
    await expect.poll(() => occurrences.getByRole('listitem').count(), PATIENTLY).toBe(before + 1);
    await occurrence.getByRole('link', { name: traceIds[0] ?? '' }).click();
    await page.getByRole('treegrid').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/traces/${traceIds[0]}`);
  });

  it('counts what did not stay, and says why', async () => {
    const timeMs = Date.now();
    await fixture.sendLines([
      { timeMs, line: 'no JSON, no trace' },
      { timeMs: timeMs + 10_000_000, line: 'from the future' },
    ]);
    await fixture.sendError('not JSON');
    const page = await fixture.open('/');
    await page.getByRole('link', { name: /1 dropped of logs.*2 refused/ }).click();
    await page.getByText(/1 of the events rejected for their age/).waitFor();
    await page.getByText('400: the body is not a JSON object').waitFor();
    await fixture.screenshot(page, 'drops');
    await page.getByRole('link', { name: 'Lines without a trace' }).click();
    await page.getByRole('row', { name: /no JSON, no trace/ }).click();
    await page.getByText('This line is no JSON object').waitFor();
    expect(await messages(page)).toEqual(['no JSON, no trace']);
    await fixture.screenshot(page, 'loose-lines');
  });

  it.each(['light', 'dark'] as const)('looks as it should in %s, wide and narrow', async (colorScheme) => {
    const traceId = await sendFailure((colorScheme === 'light' ? 'b' : 'c').repeat(32));
    for (const width of [1280, 700]) {
      const page = await fixture.open('/', { colorScheme, viewport: { width, height: 850 } });
      const look = async (name: string, path: string, selector: string): Promise<void> => {
        await page.goto(new URL(path, page.url()).href);
        await page.locator(selector).first().waitFor();
        await fixture.screenshot(page, `${name}-${width}-${colorScheme}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(
          false,
        );
      };
      await look('list-logs', '/', '.trace-row .line-count');
      await look('logs', `/traces/${traceId}/logs`, '.log-row');
      await page.getByRole('row', { name: /Reported error/ }).click();
      await page.getByRole('complementary', { name: 'Error details' }).waitFor();
      await fixture.screenshot(page, `logs-error-${width}-${colorScheme}`);
      await look('marks', `/traces/${traceId}#span=${toSpanId(4)}`, '.log-mark');
      await look('errors', '/errors', '.error-row');
      await page
        .getByRole('row', { name: /FeedError/ })
        .getByRole('link')
        .click();
      await page.locator('.occurrence .exception-stack').first().waitFor();
      await fixture.screenshot(page, `error-group-${width}-${colorScheme}`);
      await look('drops', '/drops', '.drop-tables');
    }
  });

  it('has nothing to complain about', () => {
    expect(fixture.complaints).toEqual([]);
  });
});
