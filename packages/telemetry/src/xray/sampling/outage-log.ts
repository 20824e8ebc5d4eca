import { describeFailure } from '../../delivery/failure.ts';
import type { Logger } from '../../log/logger.ts';

/** Says in the log when something stops to work and when it works again, not how often it was tried in between. */
export interface OutageLog {
  /** `consequence` is what happens meanwhile; a new one is worth a new line. */
  readonly failed: (error: unknown, consequence: string) => void;
  readonly worked: (detail: string) => void;
}

export function createOutageLog(what: string, log: Logger): OutageLog {
  let said: string | undefined;
  return {
    failed: (error, consequence) => {
      if (said === consequence) return;
      said = consequence;
      log.warn(`${what} failed: ${consequence}`, { reason: describeFailure(error) });
    },
    worked: (detail) => {
      if (said !== undefined) log.info(`${what} works again: ${detail}`);
      said = undefined;
    },
  };
}
