import { createSpan } from '@cruddur/trace-model/testing';
import { expect, it } from 'vitest';
import { traceContract } from '../contract/trace-contract.ts';
import { checkProvider } from './check-provider.ts';

const received = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', sampled: false };
const elsewhere = 'f'.repeat(32);
const unsampled = traceContract({ consumer: {}, provider: {}, sampled: false });

function codes(...spans: Parameters<typeof createSpan>[0][]): readonly string[] {
  const exchange = { received, knownTraceIds: ['e'.repeat(32)], path: '/items' };
  return checkProvider(unsampled, { ...exchange, spans: spans.map(createSpan) }).map(({ code }) => code);
}

it('wants nothing recorded of an unsampled request', () => {
  expect(codes()).toEqual([]);
  expect(codes({ traceId: received.traceId })).toEqual(['recorded-unsampled']);
});

it('wants nothing recorded elsewhere either, in a trace of the provider itself', () => {
  const root = { traceId: elsewhere, kind: 'server' } as const;
  expect(codes(root)).toEqual(['not-extracted']);
  expect(codes({ ...root, attributes: { 'url.path': '/items' } })).toEqual(['not-extracted']);
});

it('leaves alone what other requests recorded', () => {
  expect(
    codes(
      { traceId: 'e'.repeat(32), kind: 'server' },
      { traceId: elsewhere, kind: 'server', parentSpanId: '1' },
      { traceId: elsewhere, kind: 'internal' },
      { traceId: elsewhere, kind: 'server', attributes: { 'url.path': '/health' } },
    ),
  ).toEqual([]);
});
