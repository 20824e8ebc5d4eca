import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRedacted } from '../config/redacted.ts';
import { signPost } from './edge-signature.ts';

test("the signature is the one that AWS's own signer makes", async () => {
  const token = fc.string({
    unit: fc.constantFrom(...Array.from('abcXYZ019/+=')),
    minLength: 1,
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        body: fc.uint8Array({ maxLength: 200 }),
        path: fc.array(fc.string({ unit: fc.constantFrom(...Array.from("ab /%*~é-_.!()'")), minLength: 1 }), {
          maxLength: 3,
        }),
        port: fc.constantFrom('', ':4569'),
        header: fc
          .string({ unit: fc.constantFrom(...Array.from('ab  \t,;')), minLength: 1 })
          .map((text) => `x${text}x`),
        timeMs: fc.integer({ min: 0, max: 4e12 }),
        accessKeyId: token,
        secretAccessKey: token,
        sessionToken: fc.option(token, { nil: undefined }),
      }),
      async ({ body, path, port, header, timeMs, accessKeyId, secretAccessKey, sessionToken }) => {
        const url = new URL(
          `https://logs.eu-central-1.amazonaws.com${port}/${path.map(encodeURIComponent).join('/')}`,
        );
        const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-test': header };
        const oracle = new SignatureV4({
          service: 'logs',
          region: 'eu-central-1',
          sha256: Sha256,
          credentials: {
            accessKeyId,
            secretAccessKey,
            ...(sessionToken === undefined ? {} : { sessionToken }),
          },
        });
        const expected = await oracle.sign(
          {
            method: 'POST',
            protocol: 'https:',
            hostname: url.hostname,
            path: url.pathname,
            headers: { ...headers, host: url.host },
            body,
          },
          { signingDate: new Date(timeMs) },
        );
        const signed = await signPost(
          { url, headers, body: new Uint8Array(body) },
          {
            accessKeyId,
            secretAccessKey: createRedacted(secretAccessKey),
            sessionToken: sessionToken === undefined ? undefined : createRedacted(sessionToken),
          },
          { service: 'logs', region: 'eu-central-1', timeMs },
        );
        expect({ ...signed, host: url.host }).toEqual(expected.headers);
      },
    ),
  );
});
