import { SpanKind, SpanStatusCode, type Attributes } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { localParent, toDocument } from './fixtures/documents.ts';

const { UNSET, OK, ERROR } = SpanStatusCode;

test.each<readonly [number | undefined, SpanStatusCode, object]>([
  [200, UNSET, {}],
  [399, UNSET, {}],
  [400, UNSET, { error: true }],
  [404, ERROR, { error: true }],
  [404, OK, { error: true }],
  [429, UNSET, { error: true, throttle: true }],
  [499, UNSET, { error: true }],
  [500, UNSET, { fault: true }],
  [599, OK, { fault: true }],
  [600, UNSET, {}],
  [200, ERROR, { fault: true }],
  [600, ERROR, { fault: true }],
  [undefined, ERROR, { fault: true }],
  [undefined, OK, {}],
  [undefined, UNSET, {}],
])('HTTP %s, span status %s -> %j', (httpStatus, code, expected) => {
  const attributes: Attributes = httpStatus === undefined ? {} : { 'http.response.status_code': httpStatus };
  for (const parentSpanContext of [undefined, localParent]) {
    const { fault, error, throttle } = toDocument({
      kind: SpanKind.SERVER,
      attributes,
      status: { code },
      parentSpanContext,
    });
    expect({ fault, error, throttle }).toEqual(expected);
  }
});
