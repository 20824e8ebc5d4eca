import { expect, it } from 'vitest';
import { readBody } from './read-body.ts';

const toRequest = (body: Uint8Array<ArrayBuffer>, encoding?: string): Request =>
  new Request('http://x.test/', {
    method: 'POST',
    body,
    headers: encoding === undefined ? {} : { 'content-encoding': encoding },
  });

const gzip = async (text: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer(),
  );

it('gives the text and its bytes', async () => {
  const bytes = new TextEncoder().encode('\uFEFFgr\u00FC\u00DFe');
  expect(await readBody(toRequest(bytes), 100)).toEqual({
    ok: true,
    text: '\uFEFFgr\u00FC\u00DFe',
    byteLength: 10,
  });
  expect(await readBody(new Request('http://x.test/'), 100)).toEqual({ ok: true, text: '', byteLength: 0 });
});

it('stops where it is to', async () => {
  const bytes = new TextEncoder().encode('x'.repeat(10));
  expect(await readBody(toRequest(bytes), 10)).toMatchObject({ ok: true });
  expect(await readBody(toRequest(bytes), 9)).toEqual({ ok: false, problem: 'too-large' });
});

it('unpacks gzip, and bounds what comes out', async () => {
  const packed = await gzip('x'.repeat(100_000));
  expect(await readBody(toRequest(packed, 'gzip'), 100_000)).toMatchObject({ ok: true, byteLength: 100_000 });
  expect(await readBody(toRequest(packed, 'gzip'), 99_999)).toEqual({ ok: false, problem: 'too-large' });
  expect(await readBody(toRequest(new Uint8Array(8), 'gzip'), 100)).toEqual({
    ok: false,
    problem: 'not-gzip',
  });
});

it('takes nothing for UTF-8 that is not', async () => {
  expect(await readBody(toRequest(new Uint8Array([0x7b, 0xff, 0x7d])), 100)).toEqual({
    ok: false,
    problem: 'not-utf-8',
  });
});
