import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { toUrlParts } from './url-parts.ts';

test('the parts of a web URL are those that the platform finds', () => {
  const urls = fc.webUrl({
    validSchemes: ['http', 'https'],
    withQueryParameters: true,
    withFragments: true,
    authoritySettings: { withPort: true, withUserInfo: true, withIPv4: true, withIPv6: true },
  });
  fc.assert(
    fc.property(urls, (url) => {
      const known = new URL(url);
      // What the platform rewrites is not compared, nor a `?` with nothing behind it, which it does not tell.
      fc.pre(known.href === url && (known.search !== '' || !url.includes('?')));
      expect(toUrlParts(url)).toEqual({
        scheme: known.protocol.slice(0, -1),
        authority: known.host,
        host: known.hostname.replace(/^\[|\]$/g, ''),
        port: known.port === '' ? (known.protocol === 'http:' ? 80 : 443) : Number(known.port),
        path: known.pathname,
        query: known.search.slice(1),
        target: known.pathname + known.search,
      });
    }),
    { numRuns: 300 },
  );
});

test.each(['', '/p?q', 'h:80', 'mailto:a@b', '//h/p'])('%j is no absolute URL', (url) => {
  expect(toUrlParts(url)).toBeUndefined();
});

test('of any text that looks like a URL the parts are in it', () => {
  fc.assert(
    fc.property(fc.string(), (rest) => {
      const url = `a://${rest}`;
      const parts = toUrlParts(url);
      for (const part of [parts?.authority, parts?.host, parts?.path, parts?.query, parts?.target]) {
        expect(url).toContain(part);
      }
    }),
  );
});
