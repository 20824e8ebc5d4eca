import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SegmentDocument } from '@cruddur/trace-model';
import { onTestFinished } from 'vitest';
import { startConsole, type RunningConsole } from '../start-console.ts';
import { sendErrorItem } from './send-error-item.ts';
import { sendLogLines, type LogLineToSend } from './send-log-lines.ts';
import { sendToDaemon } from './send-to-daemon.ts';
import type { ConsoleConfig } from '../config.ts';

export interface TestConsole extends RunningConsole {
  /** Its `dist/page` is what the console serves; empty at first. */
  readonly packageDirectory: string;
  /** Sends a body to `/v1/traces`. */
  readonly send: (body: BodyInit, headers?: Record<string, string>) => Promise<Response>;
  /** Sends X-Ray documents, or text in their place, by UDP. */
  readonly sendDocuments: (...documents: readonly (SegmentDocument | string)[]) => Promise<void>;
  /** Writes log lines as to CloudWatch Logs; gives the answer. */
  readonly sendLines: (...lines: readonly LogLineToSend[]) => Promise<Response>;
  /** Sends an item, or text in its place, as to Rollbar. */
  readonly sendError: (item: object | string) => Promise<Response>;
}

/** A console on ports of its own that stops with the test. */
export async function startTestConsole(config: Partial<ConsoleConfig> = {}): Promise<TestConsole> {
  const packageDirectory = await mkdtemp(join(tmpdir(), 'console-'));
  const running = await startConsole(
    {
      host: '127.0.0.1',
      port: 0,
      otlpPort: 0,
      xrayPort: 0,
      maxSpans: 1_000,
      maxBytes: 16 * 1_048_576,
      ...config,
    },
    packageDirectory,
  );
  onTestFinished(async () => {
    await running.stop(0);
    await rm(packageDirectory, { recursive: true });
  });
  return {
    ...running,
    packageDirectory,
    send: (body, headers = { 'content-type': 'application/json' }) =>
      fetch(`${running.otlpUrl}/v1/traces`, { method: 'POST', body, headers }),
    sendLines: (...lines) => sendLogLines(running.cloudwatchUrl, lines),
    sendError: (item) => sendErrorItem(running.rollbarUrl, item),
    sendDocuments: async (...documents) => {
      const { xrayReceiver } = running;
      if (xrayReceiver.state === 'off') throw new Error(xrayReceiver.reason);
      await sendToDaemon(xrayReceiver.daemonAddress, documents);
    },
  };
}
