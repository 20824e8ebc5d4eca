import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { SegmentDocument } from '@cruddur/trace-model';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { startConsole } from '../../src/start-console.ts';
import { sendErrorItem } from '../../src/testing/send-error-item.ts';
import { sendLogLines, type LogLineToSend } from '../../src/testing/send-log-lines.ts';
import { sendToDaemon } from '../../src/testing/send-to-daemon.ts';
import { toOtlpRequest, type SpanToSend } from './otlp-trace.ts';
import { toSegmentDocuments } from './segment-documents.ts';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const CONFIG = {
  host: '127.0.0.1',
  port: 0,
  otlpPort: 0,
  xrayPort: 0,
  maxSpans: 100_000,
  maxBytes: 256 * 1024 ** 2,
};
const PACKAGE = new URL('../../', import.meta.url);

export const chromiumPath: string = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
export const hasChromium: boolean = existsSync(chromiumPath);

/** The built page on a real console in a real browser. */
export interface ConsoleFixture {
  /** A new tab at a path of the page. What it complains about is gathered in `complaints`. */
  readonly open: (path: string, options?: BrowserContextOptions) => Promise<Page>;
  /** The same, where requests are meant to fail: the browser's own word on that is no complaint. */
  readonly openFailing: (path: string, isCut?: () => boolean) => Promise<Page>;
  /** Errors and policy violations that any tab has reported. */
  readonly complaints: readonly string[];
  /** Sends spans by OTLP/HTTP; gives the trace id. */
  readonly send: (spans: readonly SpanToSend[], traceId?: string) => Promise<string>;
  /** Sends spans through both doors: by OTLP and as X-Ray documents, which `change` may falsify. Gives the trace id. */
  readonly sendBoth: (spans: readonly SpanToSend[], options?: SendBothOptions) => Promise<string>;
  /** Sends X-Ray documents by UDP, or text in their place. */
  readonly sendDocuments: (documents: readonly (SegmentDocument | string)[]) => Promise<void>;
  /** Writes log lines as to CloudWatch Logs. */
  readonly sendLines: (lines: readonly LogLineToSend[]) => Promise<void>;
  /** Reports an error as to Rollbar. */
  readonly sendError: (item: object | string) => Promise<void>;
  readonly screenshot: (page: Page, name: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface SendBothOptions {
  readonly traceId?: string;
  readonly change?: (documents: readonly SegmentDocument[]) => readonly SegmentDocument[];
}

/** In a process of its own: vitest's NODE_ENV would make it React's development build. */
async function buildPage(): Promise<void> {
  await promisify(execFile)('npm', ['run', '--silent', 'build:page'], {
    cwd: fileURLToPath(PACKAGE),
    env: { ...process.env, NODE_ENV: 'production' },
  });
}

export async function createConsoleFixture(): Promise<ConsoleFixture> {
  await buildPage();
  const console = await startConsole(CONFIG, fileURLToPath(PACKAGE));
  const browser: Browser = await chromium.launch({ executablePath: chromiumPath, args: FLAGS });
  const complaints: string[] = [];
  const newPage = async (ignored: RegExp, options?: BrowserContextOptions): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      const isComplaint = message.type() === 'error' || message.type() === 'warning';
      if (isComplaint && !ignored.test(message.text())) complaints.push(message.text());
    });
    return page;
  };
  const sendSpans = async (traceId: string, beginMs: number, spans: readonly SpanToSend[]): Promise<void> => {
    const response = await fetch(`${console.otlpUrl}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(toOtlpRequest(traceId, beginMs, spans)),
    });
    if (!response.ok) throw new Error(`OTLP was refused: ${response.status} ${await response.text()}`);
  };
  const sendDocuments = async (documents: readonly (SegmentDocument | string)[]): Promise<void> => {
    const { xrayReceiver } = console;
    if (xrayReceiver.state === 'off') throw new Error(xrayReceiver.reason);
    await sendToDaemon(xrayReceiver.daemonAddress, documents);
  };
  return {
    complaints,
    open: async (path, options) => {
      const page = await newPage(/^$/, options);
      await page.goto(console.pageUrl + path);
      return page;
    },
    openFailing: async (path, isCut = () => false) => {
      const page = await newPage(/^Failed to load resource/);
      await page.route('**/api/**', (route) => (isCut() ? route.abort() : route.continue()));
      await page.goto(console.pageUrl + path);
      return page;
    },
    send: async (spans, traceId = randomBytes(16).toString('hex')) => {
      await sendSpans(traceId, Date.now(), spans);
      return traceId;
    },
    sendBoth: async (spans, { traceId = randomBytes(16).toString('hex'), change } = {}) => {
      const beginMs = Date.now();
      const documents = toSegmentDocuments(traceId, beginMs, spans);
      await sendDocuments(change === undefined ? documents : change(documents));
      await sendSpans(traceId, beginMs, spans);
      return traceId;
    },
    sendDocuments,
    sendLines: async (lines) => {
      const response = await sendLogLines(console.cloudwatchUrl, lines);
      if (!response.ok) throw new Error(`CloudWatch refused: ${await response.text()}`);
    },
    sendError: async (item) => {
      await sendErrorItem(console.rollbarUrl, item);
    },
    screenshot: async (page, name) => {
      await page.screenshot({ path: fileURLToPath(new URL(`.vitest/${name}.png`, PACKAGE)) });
    },
    stop: async () => {
      await browser.close();
      await console.stop(1000);
    },
  };
}
