import type { Span } from '@cruddur/trace-model';
import { createSpan } from '@cruddur/trace-model/testing';
import { expect, it } from 'vitest';
import { traceContract, type TraceContractOptions } from '../contract/trace-contract.ts';
import { toTraceHeaders } from '../headers/trace-header.ts';
import { checkConsumer } from './check-consumer.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const callerId = '00f067aa0ba902b7';
const agreedId = 'b7ad6b7169203331';
const otherId = 'c7ad6b7169203332';
const serverId = 'd7ad6b7169203333';

function span(name: string, spanId: string, kind: Span['kind'] = 'client'): Span {
  return createSpan({ traceId, spanId, parentSpanId: callerId, name, kind });
}
const agreed = span('GET /items', agreedId);
const other = span('GET /prices', otherId);

function codes(
  consumer: TraceContractOptions['consumer'],
  spans: readonly Span[],
  ...sentIds: readonly string[]
): readonly string[] {
  const sent = sentIds.map(
    (spanId) => new Headers(toTraceHeaders(['w3c', 'xray'], { traceId, spanId, sampled: true })),
  );
  const caller = { traceId, spanId: callerId, sampled: true };
  return checkConsumer(traceContract({ consumer, provider: {} }), { spans, sent, caller }).map(
    ({ code }) => code,
  );
}

it('wants the headers to name the agreed span, not just any call of the consumer', () => {
  const consumer = { name: 'GET /items' };
  expect(codes(consumer, [other, agreed], agreedId)).toEqual([]);
  expect(codes(consumer, [other, agreed], otherId)).toEqual([
    'header-not-client-span',
    'header-not-client-span',
  ]);
});

it('does not blame the headers when the agreed span only has another name', () => {
  expect(codes({ name: 'GET /items' }, [other], otherId)).toEqual(['span-name']);
});

it('takes the span of the consumer for a CLIENT one unless the contract says otherwise', () => {
  const server = span('GET /items', serverId, 'server');
  expect(codes({}, [server, agreed], agreedId)).toEqual([]);
  expect(codes({}, [server, agreed], serverId)).toContain('header-not-client-span');
  expect(codes({ kind: 'producer' }, [agreed], agreedId)).toContain('span-missing');
});

it('checks every request of a call that was tried again', () => {
  const again = span('GET /items', otherId);
  const consumer = { name: 'GET /items', count: 2 };
  expect(codes(consumer, [agreed, again], agreedId, otherId)).toEqual([]);
  expect(codes(consumer, [agreed, again], serverId, otherId)).toContain('header-not-client-span');
});

it('says once what is wrong with every request in the same way', () => {
  const bare = { spans: [agreed], sent: [new Headers(), new Headers()], caller: undefined };
  const contract = traceContract({ consumer: {}, provider: {}, propagate: ['w3c'] });
  expect(checkConsumer(contract, bare).map(({ code }) => code)).toEqual(['header-missing']);
});
