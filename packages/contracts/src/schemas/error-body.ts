import { z } from 'zod';
import { errorCatalogue, type TransportCode } from '../error-codes.ts';

/** Body of every error answer except 422, which is a bare array of validation codes. */
export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  /** The id under which this request is found in every telemetry back end; absent when nothing was traced. */
  readonly traceId?: string;
}

export const errorBodySchema: z.ZodType<ErrorBody> = z
  .object({
    code: z.string().meta({ description: 'A code of the catalogue.', example: 'activity_not_found' }),
    message: z.string().meta({ description: 'What was wrong and how to put it right.' }),
    traceId: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .meta({ description: 'W3C trace id of the request.', example: '4bf92f3577b34da6a3ce929d0e0e4736' })
      .exactOptional(),
  })
  .meta({ id: 'Error', description: 'Every error except 422.' });

/** The answer for a code. The message is the catalogue's, so nothing internal can leak through it. */
export function toErrorBody(code: TransportCode, traceId?: string): ErrorBody {
  const { meaning } = errorCatalogue[code];
  return traceId === undefined ? { code, message: meaning } : { code, message: meaning, traceId };
}
