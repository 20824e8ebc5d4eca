/** ECMA-262, "Time Values and Time Range", in seconds: so that milliseconds and seconds can both be shown as a date. */
const maxTime = 8.64e12;

/** Whether it is a time that can be shown, in milliseconds or seconds. */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= maxTime;
}
