import type { Disagreement } from '@cruddur/trace-model';
import { formatDuration } from '../format/duration.ts';

/** What the two views of one span do not have in common, as the end of a sentence that begins with the span's name. */
export function describeDisagreement({ about, otlp = '', xray = '' }: Disagreement): string {
  switch (about) {
    case 'presence':
      return otlp === '' ? 'has come by X-Ray only' : 'has come by OTLP only';
    case 'trace-id':
      return `is of trace ${otlp} by OTLP and of trace ${xray} by X-Ray`;
    case 'parent':
      return `has ${describeParent(otlp)} by OTLP and ${describeParent(xray)} by X-Ray`;
    case 'start-time':
      return `starts ${describeShift(otlp, xray)}`;
    case 'end-time':
      return `ends ${describeShift(otlp, xray)}`;
    case 'outcome':
      return `is “${xray}” by X-Ray, where the span says “${otlp}”`;
    case 'name':
      return `is called “${xray}” by X-Ray`;
  }
}

function describeParent(id: string): string {
  return id === 'none' ? 'no parent' : `the parent ${id}`;
}

/** Both in epoch seconds. */
function describeShift(otlp: string, xray: string): string {
  const shiftMs = (Number(xray) - Number(otlp)) * 1000;
  if (!Number.isFinite(shiftMs)) return `at ${otlp} by OTLP and is ${xray} by X-Ray`;
  const direction = shiftMs < 0 ? 'earlier' : 'later';
  return `${formatDuration(Math.abs(shiftMs))} ${direction} by X-Ray than by OTLP`;
}
