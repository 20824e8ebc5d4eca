import { context as activeContext, ROOT_CONTEXT } from '@opentelemetry/api';
import type { OtlpSettings } from '../otlp/otlp-settings.ts';
import type { Logger } from '../log/logger.ts';
import { withTracingSuppressed } from '../trace/context-keys.ts';
import { askHoneycomb, honeycombTargetOf, judgeHoneycombKey, type HoneycombTarget } from './honeycomb-key.ts';

interface CheckAtStartOptions {
  readonly otlp: OtlpSettings | undefined;
  readonly log: Logger;
  readonly timeoutMs?: number;
}

/**
 * The short form of `npm run doctor`, beside the start and never in its way: a line for each thing that is wrong with
 * the key of Honeycomb. Silent when all is well, and when nobody answers: the delivery tells of that. Disposing ends it.
 */
export function checkAtStart({ otlp, log, timeoutMs = 2000 }: CheckAtStartOptions): Disposable {
  const stopped = new AbortController();
  const target = honeycombTargetOf(otlp);
  if (target !== undefined) {
    const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(timeoutMs)]);
    // Instrumentation of fetch, where somebody has registered it, is to make no trace of it.
    void activeContext.with(withTracingSuppressed(ROOT_CONTEXT), () => tellOfKey(target, log, signal));
  }
  return { [Symbol.dispose]: () => stopped.abort() };
}

async function tellOfKey(target: HoneycombTarget, log: Logger, signal: AbortSignal): Promise<void> {
  const answer = await askHoneycomb(target, (url, init) => fetch(url, { ...init, signal }));
  const verdicts = judgeHoneycombKey(answer, target);
  for (const { message, remedy } of verdicts) log.warn(`${message}; ${remedy}`);
  if (answer.type === 'key' && verdicts.length === 0)
    log.debug(`traces go to Honeycomb, team ${answer.team}, environment ${answer.environment}`);
}
