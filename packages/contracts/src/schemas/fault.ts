import { z } from 'zod';

/** The answer of a fault that is no error. */
export interface SlowAnswer {
  readonly fault: 'slow';
  readonly ms: number;
  readonly traceId?: string;
}

const traceId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .exactOptional();

export const slowAnswerSchema: z.ZodType<SlowAnswer> = z
  .object({ fault: z.literal('slow'), ms: z.int().min(0), traceId })
  .meta({ id: 'SlowAnswer', description: 'After as many milliseconds.' });

/** Where a reported message is found, in each tool. */
export interface ReportAnswer {
  readonly message: string;
  readonly level: 'warning';
  readonly traceId?: string;
  /** Absent where no error tracker is configured: then there is a log line only. */
  readonly uuid?: string;
  readonly url?: string;
  readonly links: Readonly<Record<string, string>>;
}

export const reportAnswerSchema: z.ZodType<ReportAnswer> = z
  .object({
    message: z.string(),
    level: z.literal('warning').meta({ description: 'Some views hide everything below `error`.' }),
    traceId,
    uuid: z
      .guid()
      .exactOptional()
      .meta({ description: 'Of the occurrence; absent where no error tracker is configured.' }),
    url: z.url().exactOptional().meta({ description: 'Where the error tracker shows it.' }),
    links: z.record(z.string(), z.url()).meta({ description: 'The trace and the log lines, by tool.' }),
  })
  .meta({ id: 'Report', description: 'Where a reported message is found.' });
