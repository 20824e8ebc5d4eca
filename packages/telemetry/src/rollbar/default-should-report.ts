import type { ReportContext } from '../errors/error-reporter.ts';

/** Decides whether an error is worth a report. When it throws, the default decides. */
export type ShouldReport = (error: unknown, context: ReportContext) => boolean;

/**
 * Everything but what is expected: an error that says itself to be the client's (`status` 400 to 499, as Hono's
 * `HTTPException` does), unless the answer to it turned out to be a failure all the same.
 */
export function defaultShouldReport(error: unknown, { request }: ReportContext): boolean {
  if (request?.status !== undefined && request.status >= 500) return true;
  const status = statusOf(error);
  return status === undefined || status < 400 || status > 499;
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  try {
    const status: unknown = Reflect.get(error, 'status');
    return typeof status === 'number' ? status : undefined;
  } catch {
    return undefined;
  }
}
