import { describe, expect, it } from 'vitest';
import { misbehave } from './misbehave.ts';

const never = (): Response => {
  throw new Error('taken');
};

const createAnswer = (): Response =>
  new Response('x'.repeat(120), { status: 201, headers: { 'x-own': 'y' } });

describe('a caller that is gone already', () => {
  it.each([{ kind: 'hang' }, { kind: 'slow', delayMs: 600_000 }] as const)(
    'is not waited for: $kind',
    async (fault) => {
      expect((await misbehave(fault, AbortSignal.abort(), never)).type).toBe('error');
    },
  );
});

describe('slow bytes', () => {
  it('come in pieces when there are many a second', async () => {
    const fault = { kind: 'slow-bytes', bytesPerSecond: 5000 } as const;
    const response = await misbehave(fault, new AbortController().signal, createAnswer);
    expect([response.status, response.headers.get('x-own')]).toEqual([201, 'y']);
    const sizes: number[] = [];
    for await (const chunk of response.body ?? []) sizes.push(chunk.length);
    expect(sizes).toEqual([50, 50, 20]);
  });

  it('end with the caller', async () => {
    const caller = new AbortController();
    const fault = { kind: 'slow-bytes', bytesPerSecond: 0.001 } as const;
    const response = await misbehave(fault, caller.signal, () => new Response('x'));
    const text = response.text().catch((error: unknown) => error);
    caller.abort(new Error('gone'));
    expect(await text).toMatchObject({ message: 'gone' });
  });
});
