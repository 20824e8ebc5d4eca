import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { toAnswer } from './call-aws.ts';

test.for<
  readonly [
    name: string,
    body: string,
    headers: Readonly<Record<string, string>>,
    code: string,
    message: string,
  ]
>([
  [
    'JSON 1.1',
    '{"__type":"com.amazon.logs#AccessDeniedException","message":"User: x is not authorized"}',
    {},
    'AccessDeniedException',
    'User: x is not authorized',
  ],
  [
    'REST-JSON',
    '{"Message":"no"}',
    { 'x-amzn-errortype': 'AccessDeniedException:http://internal.amazon.com/' },
    'AccessDeniedException',
    'no',
  ],
  [
    'XML',
    '<ErrorResponse><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code><Message>bad</Message></Error></ErrorResponse>',
    {},
    'InvalidClientTokenId',
    'bad',
  ],
  ['a page of a proxy', '<html><title>Bad Gateway</title></html>', {}, '', ''],
  ['nothing', '', {}, '', ''],
])('reads a refusal in %s', async ([, body, headers, code, message]) => {
  expect(await toAnswer(new Response(body, { status: 403, headers }))).toEqual({
    type: 'refusal',
    status: 403,
    code,
    message,
  });
});

test('any answer is read, and bounded', async () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.string().map((code) => `<Code>${code}</Code>`),
  );
  await fc.assert(
    fc.asyncProperty(anything, fc.integer({ min: 400, max: 599 }), async (body, status) => {
      const answer = await toAnswer(new Response(body, { status }));
      expect(answer.type).toBe('refusal');
      if (answer.type !== 'refusal') return;
      expect(answer.code.length).toBeLessThanOrEqual(80);
      expect(answer.message.length).toBeLessThanOrEqual(300);
    }),
  );
});
