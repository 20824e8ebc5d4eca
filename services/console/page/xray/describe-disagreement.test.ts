import type { Disagreement } from '@cruddur/trace-model';
import { expect, it } from 'vitest';
import { describeDisagreement } from './describe-disagreement.ts';

const of = (about: Disagreement['about'], otlp?: string, xray?: string): string =>
  describeDisagreement({
    about,
    spanId: '1',
    name: 'GET',
    ...(otlp === undefined ? {} : { otlp }),
    ...(xray === undefined ? {} : { xray }),
  });

it.each([
  [of('presence', 'present'), 'has come by OTLP only'],
  [of('presence', undefined, 'present'), 'has come by X-Ray only'],
  [of('parent', 'a1', 'none'), 'has the parent a1 by OTLP and no parent by X-Ray'],
  [of('start-time', '1795000000.000000000', '1795000000.0012'), 'starts 1.20 ms later by X-Ray than by OTLP'],
  [of('end-time', '1795000001.000000000', '1795000000.75'), 'ends 250 ms earlier by X-Ray than by OTLP'],
  [
    of('end-time', '1795000001.000000000', 'in progress'),
    'ends at 1795000001.000000000 by OTLP and is in progress by X-Ray',
  ],
  [of('outcome', 'ok', 'fault'), 'is “fault” by X-Ray, where the span says “ok”'],
  [of('name', 'GET', 'gateway'), 'is called “gateway” by X-Ray'],
  [of('trace-id', '1-a', '1-b'), 'is of trace 1-a by OTLP and of trace 1-b by X-Ray'],
])('puts it in words: %s', (found, expected) => {
  expect(found).toBe(expected);
});
