import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { toCallerContext, toExampleContext } from './example-context.ts';
import { parseTraceHeader, toTraceHeader, toTraceHeaders } from './trace-header.ts';

const hex = (digits: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`)).filter((text) => !/^0+$/.test(text));
const contexts = fc.record({ traceId: hex(32), spanId: hex(16), sampled: fc.boolean() });

it.each(['w3c', 'xray'] as const)('%s is read back as it was written', (format) => {
  fc.assert(
    fc.property(contexts, (context) => {
      expect(parseTraceHeader(format, toTraceHeader(format, context))).toEqual(context);
    }),
  );
});

it.each([
  ['w3c', ''],
  ['w3c', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7'],
  ['w3c', '00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01'],
  ['w3c', '00-00000000000000000000000000000000-00f067aa0ba902b7-01'],
  ['w3c', '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01'],
  ['xray', 'Root=1-4bf92f35-77b34da6a3ce929d0e0e4736'],
  ['xray', 'Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=00f067aa0ba902b7;Sampled=?'],
] as const)('%s: %j is malformed', (format, value) => {
  expect(parseTraceHeader(format, value)).toBeUndefined();
});

it('the random flag of Trace Context Level 2 is no decision', () => {
  const unsampled = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-02';
  expect(parseTraceHeader('w3c', unsampled)?.sampled).toBe(false);
});

it('examples are the same in every run, and of each interaction its own', () => {
  const name = { consumer: 'a', provider: 'b', description: 'c' };
  const example = toExampleContext(name, true);
  expect(toTraceHeaders(['w3c', 'xray'], example)).toEqual({
    traceparent: '00-e565f0e0ffa6cce62c3e9b2f2842a3c4-f595beacc244527a-01',
    'x-amzn-trace-id': 'Root=1-e565f0e0-ffa6cce62c3e9b2f2842a3c4;Parent=f595beacc244527a;Sampled=1',
  });
  expect(toExampleContext({ ...name, description: 'd' }, true).traceId).not.toBe(example.traceId);
  expect(toCallerContext(name, true).traceId).not.toBe(example.traceId);
  // The parts are told apart: moving a letter from one to the next makes another example.
  expect(toExampleContext({ consumer: 'ab', provider: '', description: 'c' }, true)).not.toEqual(example);
});
