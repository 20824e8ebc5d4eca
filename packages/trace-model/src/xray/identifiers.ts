import { text, type Check } from './check-value.ts';

/** Not all zero: W3C has no such ids, and X-Ray's are the same ids in another form. */
export const spanIdCheck: Check = text(16, /^(?!0+$)[0-9a-f]{16}$/, '16 lower-case hex digits, not all zero');

const xrayTraceId = /^1-(?!0{8}-0{24}$)([0-9a-f]{8})-([0-9a-f]{24})$/;

export const traceIdCheck: Check = text(35, xrayTraceId, '1-<8>-<24> lower-case hex digits, not all zero');

/**
 * The W3C form, 32 hex digits, of a trace id in X-Ray's form; nothing when it is not one. Strict: this is for what
 * programs write; `parseTraceId` reads what people paste, `toXRayTraceId` converts back.
 */
export function toW3cTraceId(xrayForm: string): string | undefined {
  const match = xrayTraceId.exec(xrayForm);
  return match === null ? undefined : `${match[1] ?? ''}${match[2] ?? ''}`;
}
