import { createSpan } from '@cruddur/trace-model/testing';
import { expect, it } from 'vitest';
import type { Finding } from '../check/finding.ts';
import { findLikelyCause } from './likely-cause.ts';

const caller = '00f067aa0ba902b7';
const [one, two, between] = ['1111111111111111', '2222222222222222', '3333333333333333'];
const findings: readonly Finding[] = [
  { code: 'span-count', message: 'expected 1 SERVER span, found 2', spanId: two },
  { code: 'not-child', message: 'its parent is another', spanId: two },
];
const server = (spanId: string, parentSpanId: string) => createSpan({ kind: 'server', spanId, parentSpanId });

it.each([
  ['one below the other', [server(one, caller), server(two, one)]],
  ['both below the caller', [server(one, caller), server(two, caller)]],
])('two SERVER spans, %s, are one request that is instrumented twice', (_where, spans) => {
  expect(findLikelyCause({ findings, spans, headers: [] })).toContain('instrumented twice');
});

it('with a CLIENT span between them they are two requests', () => {
  const client = createSpan({ kind: 'client', spanId: between, parentSpanId: one });
  const spans = [server(one, caller), client, server(two, between)];
  expect(findLikelyCause({ findings, spans, headers: [] })).toContain('something between the two');
});
