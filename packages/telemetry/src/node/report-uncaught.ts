import { writeSync } from 'node:fs';
import { readErrorChain, type ErrorChain } from '../errors/error-chain.ts';
import { defaultJsonLimits, type JsonLimits } from '../log/json-value.ts';
import { toJsonValue } from '../log/to-json-value.ts';
import { createRedactor } from '../redaction/create-redactor.ts';
import type { Telemetry } from '../telemetry.ts';

export interface ReportUncaughtOptions {
  /** How long the process may go on to send what tells of its end. @default 2000 */
  readonly timeoutMs?: number;
  /** Called first, so that a process in an unknown state takes on nothing new. */
  readonly stopAccepting?: () => void;
}

const limits: JsonLimits = { ...defaultJsonLimits, maxTextLength: 16_384, maxTotalLength: 16_384 };

/**
 * From now on, an exception that nobody catches and a rejection that nobody handles end the process as they do without it,
 * with exit code 1, but not unheard: written to standard error at once, reported with level `critical`, and sent as far
 * as that succeeds in time. A second one ends the process at once. Returns how to take it back.
 */
export function reportUncaught(
  telemetry: Telemetry,
  { timeoutMs = 2000, stopAccepting }: ReportUncaughtOptions = {},
): () => void {
  const { redactText } = createRedactor();
  let ending = false;
  const end = (thrown: unknown, origin: string): void => {
    // First and synchronously: it must be seen even if nothing of what follows works.
    writeLine(`${telemetry.serviceName}: uncaught, the process ends: ${redactText(describe(thrown))}`);
    if (ending) process.exit(1);
    ending = true;
    process.exitCode = 1;
    try {
      stopAccepting?.();
    } catch {
      // The process ends all the same.
    }
    telemetry.reportError(thrown, { 'cruddur.uncaught': origin }, { level: 'critical' });
    // Behind a sink that does not keep to its time.
    setTimeout(() => process.exit(1), timeoutMs + 100);
    void telemetry.flush(timeoutMs).finally(() => process.exit(1));
  };
  const onException = (error: unknown): void => end(error, 'uncaughtException');
  const onRejection = (reason: unknown): void => end(reason, 'unhandledRejection');
  process.on('uncaughtException', onException);
  process.on('unhandledRejection', onRejection);
  return () => {
    process.off('uncaughtException', onException);
    process.off('unhandledRejection', onRejection);
  };
}

function writeLine(text: string): void {
  try {
    writeSync(process.stderr.fd, `${text}\n`);
  } catch {
    // Standard error is closed, or a pipe that is full.
  }
}

function describe(thrown: unknown): string {
  const chain = readErrorChain(thrown);
  if (chain !== undefined) return describeChain(chain);
  const value = toJsonValue(thrown, createRedactor(), limits);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function describeChain({ errors }: ErrorChain): string {
  return errors
    .map(({ name, message, frameLines }) =>
      [`${name}: ${message}`, ...frameLines.map((line) => `    ${line}`)].join('\n'),
    )
    .join('\ncaused by ');
}
