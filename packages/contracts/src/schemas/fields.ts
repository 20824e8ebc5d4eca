import { z } from 'zod';
import { limits } from '../limits.ts';

export const handlePattern: RegExp = /^[A-Za-z0-9_.-]+$/;

export const uuidSchema: z.ZodType<string> = z
  .guid()
  .meta({ example: '68f126b0-1ceb-4a33-88be-d90fa7109eee' });

export const handleSchema: z.ZodType<string> = z
  .string()
  .regex(handlePattern)
  .max(limits.handleCodePoints)
  .meta({ description: 'Handle of a user, without @.', example: 'andrewbrown' });

export const timestampSchema: z.ZodType<string> = z.iso
  .datetime({ offset: true })
  .meta({ description: 'ISO 8601 with offset.', example: '2026-11-21T10:00:00.000+00:00' });
