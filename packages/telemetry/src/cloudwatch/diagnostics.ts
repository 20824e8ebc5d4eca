import type { LogAttributes, Logger } from '../log/logger.ts';

const everyMs = 60_000;

/** Tells an operator what is wrong: each kind of trouble once a minute, however often it happens. */
export type Diagnose = (trouble: string, body: string, attributes?: LogAttributes) => void;

/** @param log must not lead to the sink that has the trouble */
export function createDiagnostics(log: Logger, nowMs: () => number): Diagnose {
  const told = new Map<string, { atMs: number; repeated: number }>();
  return (trouble, body, attributes) => {
    const last = told.get(trouble);
    if (last !== undefined && nowMs() - last.atMs < everyMs) {
      last.repeated += 1;
      return;
    }
    const repeated = last?.repeated ?? 0;
    told.set(trouble, { atMs: nowMs(), repeated: 0 });
    log.warn(body, {
      sink: 'cloudwatch',
      trouble,
      ...(repeated === 0 ? undefined : { repeated }),
      ...attributes,
    });
  };
}
