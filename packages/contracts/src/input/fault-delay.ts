import { z } from 'zod';
import { limits } from '../limits.ts';
import type { Validation } from './validation.ts';

const defaultDelayMs = 1000;

export const faultDelayInput: z.ZodType = z
  .int()
  .min(0)
  .max(limits.faultDelayMs)
  .default(defaultDelayMs)
  .meta({ description: 'For `slow`: how long the answer takes, in milliseconds.' });

/** The query parameter `ms` of a slow fault. */
export function validateFaultDelayMs(text: string | undefined): Validation<number> {
  if (text === undefined) return { ok: true, value: defaultDelayMs };
  const ms = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return ms <= limits.faultDelayMs ? { ok: true, value: ms } : { ok: false, codes: ['fault_delay_invalid'] };
}
