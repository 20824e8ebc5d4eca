import type { Attributes } from '@cruddur/trace-model';

/** Whether parsed JSON is an object. */
export function isAttributes(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
