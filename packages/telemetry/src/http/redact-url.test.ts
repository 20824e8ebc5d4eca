import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactPath, redactQuery, redactUrl } from './redact-url.ts';

test.each([
  ['https://a.example/path?page=2#part', 'https://a.example/path?page=2#part'],
  ['https://user:pass@a.example/', 'https://REDACTED:REDACTED@a.example/'],
  ['https://user@a.example/', 'https://REDACTED:REDACTED@a.example/'],
  ['https://a.example/@handle', 'https://a.example/@handle'],
  ['https://a.example/?mail=a@b', 'https://a.example/?mail=a@b'],
  ['https://a.example/?sig=x#sig=y', 'https://a.example/?sig=[redacted]'],
  ['https://a.example/?sig=', 'https://a.example/?sig=REDACTED'],
  ['https://a.example/?a=1&Signature=x&b=2', 'https://a.example/?a=1&Signature=REDACTED&b=2'],
  ['https://a.example/?design=x&takes=2', 'https://a.example/?design=x&takes=2'],
  [
    'https://a.example/?next=https%3A%2F%2Fbob%3Asecret%40host%2Fa&x=1',
    'https://a.example/?next=https%3A%2F%2FREDACTED%40host%2Fa&x=1',
  ],
  [
    'https://a.example/?next=https%3A%2F%2Fhost%2F%40worf',
    'https://a.example/?next=https%3A%2F%2Fhost%2F%40worf',
  ],
  ['https://a.example/?q=AKIACANARYCANARY1234', 'https://a.example/?q=[redacted]'],
  ['https://a.example/?authorization=Bearer+abcdefghijkl', 'https://a.example/?authorization=[redacted]'],
])('%s is recorded as %s', (url, expected) => {
  expect(redactUrl(url)).toBe(expected);
});

const sensitive = fc.constantFrom(
  'X-Amz-Signature',
  'X-Amz-Credential',
  'X-Amz-Security-Token',
  'AWSAccessKeyId',
  'Signature',
  'sig',
  'X-Goog-Signature',
  'token',
  'access_token',
  'api_key',
  'client_secret',
  'password',
);
const secret = fc.stringMatching(/^[A-Za-z0-9%+/]{1,20}$/).map((value) => `s3cret${value}`);
const harmless = fc.tuple(fc.stringMatching(/^x[a-z]{0,5}$/), fc.stringMatching(/^[a-z0-9]{0,5}$/));

test('no secret survives, wherever it stands, and nothing else is lost', () => {
  fc.assert(
    fc.property(fc.array(harmless), sensitive, secret, fc.array(harmless), (before, name, value, after) => {
      const toQuery = (middle: string): string =>
        [
          ...before.map((pair) => pair.join('=')),
          `${name}=${middle}`,
          ...after.map((pair) => pair.join('=')),
        ].join('&');
      expect(redactQuery(toQuery(value))).toBe(toQuery('REDACTED'));
      expect(redactUrl(`http://a.example/?${toQuery(value)}`)).toBe(
        `http://a.example/?${toQuery('REDACTED')}`,
      );
    }),
  );
});

test('a secret in a path is found wherever it begins', () => {
  // Of 16 characters, as short as any that is found.
  const key = 'AKIACANARY123456';
  const separator = fc.constantFrom('/', '-', '.', '/a/', '/ü/');
  const word = fc.oneof(fc.stringMatching(/^[a-z0-9_]{0,15}$/), fc.stringMatching(/^[a-z]{16,40}$/));
  const parts = fc.array(fc.tuple(word, separator), { maxLength: 5 });
  fc.assert(
    fc.property(parts, parts, (before, after) => {
      const start = `/${before.flat().join('')}`;
      const end = after.map(([text, sign]) => `${sign === '-' ? '/' : sign}${text}`).join('');
      fc.pre(!start.endsWith('-'));
      expect(redactPath(`${start}${key}${end}`)).toBe(`${start}[redacted]${end}`);
    }),
  );
});

test.each([
  ['/api/activities/26e12864-1c26-5c3a-9658-97a10f8fea67/reply'],
  ['/api/messages/@andrewbrown'],
  ['/'],
  [''],
])('the path %s stays as it is', (path) => {
  expect(redactPath(path)).toBe(path);
});

test.each([
  ['/reset;token=hunter2', '/reset;token=[redacted]'],
  ['/proxy/redis://u:hunter2@db', '/proxy/redis://[redacted]@db'],
])('the path %s becomes %s', (path, expected) => {
  expect(redactPath(path)).toBe(expected);
});
