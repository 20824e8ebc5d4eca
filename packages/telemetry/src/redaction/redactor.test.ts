import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from './create-redactor.ts';

const { redactText, isSensitiveKey, isSensitiveNumber } = createRedactor({ sensitiveKeys: ['Tenant-Name'] });
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

describe('text', () => {
  test.for<readonly [string, string]>([
    ['GET /a?token=canary&b=1', 'GET /a?token=[redacted]&b=1'],
    ['https://h/?api_key=canary#top', 'https://h/?api_key=[redacted]'],
    ['https://maps/?key=canary&x=1', 'https://maps/?key=[redacted]&x=1'],
    ['login with password=canary failed', 'login with password=[redacted] failed'],
    ['password = "can ary", next', 'password = "[redacted]", next'],
    ['{"password":"can\\"ary","user":"bob"}', '{"password":"[redacted]","user":"bob"}'],
    ['"{\\"access_token\\": \\"canary\\"}"', '"{\\"access_token\\": \\"[redacted]\\"}"'],
    ['{"credentials":{"a":["canary"]},"b":1}', '{"credentials":[redacted],"b":1}'],
    ['user[password]=canary', 'user[password]=[redacted]'],
    ['Authorization: Basic dXNlcjpjYW5hcnk=\r\nHost: h', 'Authorization: [redacted]\r\nHost: h'],
    ['Cookie: a=canary; b=canary2\nHost: h', 'Cookie: [redacted]\nHost: h'],
    ['x-api-key: canary', 'x-api-key: [redacted]'],
    ['Server=db;User Id=sa;Password=can,ary;Timeout=3', 'Server=db;User Id=sa;Password=[redacted];Timeout=3'],
    ['host=db user=u password=canary dbname=d', 'host=db user=u password=[redacted] dbname=d'],
    ['connect postgres://user:can/ary@db:5432/app?x=1', 'connect postgres://[redacted]@db:5432/app?x=1'],
    ['?token=REDACTEDcanary', '?token=[redacted]'],
    ['redis://:canary@cache', 'redis://[redacted]@cache'],
    ['https://canary@o1.ingest.sentry.io/2', 'https://[redacted]@o1.ingest.sentry.io/2'],
    ['https://u:canary@h/a and https://h/b@c', 'https://[redacted]@h/a and https://h/b@c'],
    ['sent Bearer canary-token, then', 'sent Bearer [redacted], then'],
    ['with basic dXNlcjpjYW5hcnk= done', 'with basic [redacted] done'],
    [`jwt ${jwt}.`, 'jwt [redacted]'],
    ['key AKIAIOSFODNN7EXAMPLE!', 'key [redacted]!'],
    ['ghp_012345678901234567890123456789abcdef', '[redacted]'],
    ['ghu_012345678901234567890123456789abcdef', '[redacted]'],
    ['ghr_012345678901234567890123456789abcdef', '[redacted]'],
    ['stripe sk_live_0123456789abcdef', 'stripe [redacted]'],
    ['stripe rk_live_0123456789abcdef', 'stripe [redacted]'],
    ['stripe sk_test_0123456789abcdef', 'stripe [redacted]'],
    ['stripe rk_test_0123456789abcdef', 'stripe [redacted]'],
    ['gitlab glpat-0123456789-abcdef_XY, then', 'gitlab [redacted], then'],
    ['glpat-0123456789abcdefghijklmnop.01.0a1b2c3d4', '[redacted]'],
    ['sk-ant-api03-0123456789_abcdef-AA!', '[redacted]!'],
    ['sk-proj-0123456789_abcdef-AA!', '[redacted]!'],
    ['sk-svcacct-0123456789_abcdef-AA!', '[redacted]!'],
    ['npm_0123456789012345678901234567890123ab, then', '[redacted], then'],
    ['pypi-AgEIcHlwaS5vcmcCJDAxMjM0NTY3LTg5YWItY2RlZi0wMTIzLTQ1Njc4OWFi', '[redacted]'],
    ['with hf_abcdefghijklmnopqrstuvwxyzABCDEFGH.', 'with [redacted].'],
    ['SG.0123456789-abcdefABCDE.0123456789-abcdef_ABCDEFGHIJKLMNOPQRSTUVWXY!', '[redacted]!'],
    ['hcaik_01hqk4k20cjeh63wca8vva5stw70nft6m5n8wr8f5mjx3762s8269j50wc', '[redacted]'],
    ['hcbik_01hqk4k20cjeh63wca8vva5stw70nft6m5n8wr8f5mjx3762s8269j50wc', '[redacted]'],
    ['hcxik_01hqk4k20cjeh63wca8vva5stw70nft6m5n8wr8f5mjx3762s8269j50wc', '[redacted]'],
    ['hcalk_01hqk4k20cjeh63wca8vva5stw70nft6m5n8wr8f5mjx3762s8269j50wc', '[redacted]'],
    ['-----BEGIN RSA PRIVATE KEY-----\ncanary\n-----END RSA PRIVATE KEY----- x', '[redacted] x'],
    ['card 4111 1111 1111 1111 12/27', 'card [redacted] 12/27'],
    ['order 1234 4111-1111-1111-1111', 'order 1234 [redacted]'],
    ['order 1234 4111 1111 1111 1111', 'order 1234 [redacted]'],
    ['amex 3782 822463 10005.', 'amex [redacted].'],
    ['pan=5555555555554444', 'pan=[redacted]'],
    ['tenantName=canary', 'tenantName=[redacted]'],
    ['aws_secret_access_key=canary', 'aws_secret_access_key=[redacted]'],
    ['password:    canary', 'password:    [redacted]'],
    ['password     = canary', 'password     = [redacted]'],
    [`token${' '.repeat(60)}:${' '.repeat(60)}canary`, `token${' '.repeat(60)}:${' '.repeat(60)}[redacted]`],
    ['password: `can ary` x', 'password: `[redacted]` x'],
    ['token: <can ary> x', 'token: <[redacted]> x'],
    ['token: <canary\nx > y', 'token: <[redacted]\nx > y'],
    ["'password' => 'canary', 'a' => 'b'", "'password' => '[redacted]', 'a' => 'b'"],
    ['password := "canary"', 'password := "[redacted]"'],
    ['password:=canary x', 'password:=[redacted] x'],
    ['if password == "canary" {', 'if password == "[redacted]" {'],
    [String.raw`{\"password\":\"can\\\"ary\",\"a\":1}`, String.raw`{\"password\":\"[redacted]\",\"a\":1}`],
    [String.raw`{\"password\":\"canary\\\\\",\"a\":1}`, String.raw`{\"password\":\"[redacted]\",\"a\":1}`],
    ['run --password canary --verbose', 'run --password [redacted] --verbose'],
    ["run --api-key   'can ary' x", "run --api-key   '[redacted]' x"],
    ['/?to=%2Fa%3Ftoken%3Dcan%2Fary%26b%3D1&c=2', '/?to=%2Fa%3Ftoken%3D[redacted]%26b%3D1&c=2'],
    [
      '/?to=%253fa%253d1%2526token%253dcan%252526ary%2526b',
      '/?to=%253fa%253d1%2526token%253d[redacted]%2526b',
    ],
    ['/?q=%7B%22password%22%3A%20%22canary%22%7D', '/?q=%7B%22password%22%3A%20%22[redacted]%22%7D'],
    ['/?to=%26token=canary', '/?to=%26token=[redacted]'],
    ['user%5Bpassword%5D=canary&a=1', 'user%5Bpassword%5D=[redacted]&a=1'],
    ['set %card_number=canary', 'set %card_number=[redacted]'],
    ['/?q=Bearer%20canary', '/?q=Bearer%20[redacted]'],
    ['/?q=Bearer+canary', '/?q=Bearer+[redacted]'],
    ['/?to=%2F%3Fq%3Dbearer%2520canary', '/?to=%2F%3Fq%3Dbearer%2520[redacted]'],
    ['/?q=Basic%20dXNlcjpj%2BYW5hcnk=', '/?q=Basic%20[redacted]'],
    ['/?q=a%20AKIAIOSFODNN7EXAMPLE', '/?q=a%20[redacted]'],
    [`/?s=%22${jwt}%22`, '/?s=%22[redacted]%22'],
    ['/?s=%22ghp_012345678901234567890123456789abcdef', '/?s=%22[redacted]'],
    ['/?q=card%204111111111111111', '/?q=card%20[redacted]'],
    ['/?q=card%3D4111111111111111&a=1', '/?q=card%3D[redacted]&a=1'],
  ])('%s', ([given, expected]) => {
    expect(redactText(given)).toBe(expected);
  });

  test.for([
    'at handler (file:///work/main/services/gateway/src/app.ts:12:34)',
    'GET http://127.0.0.1:4568/api/activities/home?limit=20 took 12:30:01',
    'trace=5759e988bd862e3fe1be46a994272793 span=53995c3f42cd8ad8',
    'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
    'at 1763735696789 ms the order 4111111111111112 was not a card',
    'this service uses basic authentication',
    '/?q=uses%20basic%20authentication%20of%20old',
    'tokenized=yes monkey: banana secretary=ann',
    'mail bob@example.com about https://example.com/a@b',
    'https://REDACTED:REDACTED@h/a?token=REDACTED&b=1',
    '75fd1b4c-4111-4111-9111-111111111111',
    'ghu_short ghr_ and glpat-short of sk-ant-hill',
    'sk_test_configuration_of_the_shop rk_test_results_of_today mysk_test_0123456789abcdef',
    'task-ant-0123456789012345678901 xglpat-01234567890123456789',
    'task-proj-0123456789012345678901 sk-project-of-the-year npm_config_registry hf_hub SG.example.com pypi-server',
    'pk_live_0123456789abcdef is public, bk-ant-01234567890123456789',
    'hcaik_short hcpik hcl dhcp xhcaik_0123456789012345678901234567',
    'run --verbose x --password --dry-run, a--password b -- token x --tokenized y',
    'at%2012%3A30%3A00 100%3D100 /?to=https%3A%2F%2Fh%3Fpage%3D2%26limit%3D5',
    'a => b, x := 1, count == 2',
    'the compass: north, a bypass=1 and a passenger: bob',
    '',
  ])('stays as it is: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  test('whatever a password has in it, in JSON within JSON nothing of it is left, and what follows is', () => {
    const password = fc
      .array(fc.constantFrom('"', '\\', 'canary', "'", '<', '=', ':', '`', '\n'), {
        minLength: 1,
        maxLength: 12,
      })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(password, fc.integer({ min: 1, max: 4 }), (secret, depth) => {
        const wrap = (value: string): string => {
          let text = JSON.stringify({ password: value, user: 'bob' });
          for (let level = 1; level < depth; level += 1) text = JSON.stringify(text);
          return text;
        };
        expect(redactText(wrap(secret))).toBe(wrap('[redacted]'));
      }),
    );
  });

  test('of a text that is made of secrets, the rest goes after 64 of them', () => {
    expect(redactText('token=canary '.repeat(1000))).toBe(
      'token=[redacted] '.repeat(64) + 'token=[redacted]',
    );
  });

  test('whatever stands around it, an assigned secret goes, and twice is the same as once', () => {
    const noise = fc.string({ unit: 'grapheme', maxLength: 40 });
    const secret = fc.stringMatching(/^canary[A-Za-z0-9+/_.-]{1,20}$/);
    const form = fc.constantFrom<(value: string) => string>(
      (value) => ` password=${value} `,
      (value) => `?access_token=${value}&`,
      (value) => `"clientSecret": "${value}"`,
      (value) => ` Bearer ${value} `,
      (value) => ` mysql://root:${value}@host `,
    );
    fc.assert(
      fc.property(noise, secret, form, noise, (before, value, toText, after) => {
        const once = redactText(`${before}${toText(value)}${after}`);
        expect(once).not.toContain(value);
        expect(redactText(once)).toBe(once);
      }),
    );
  });

  const size = 400_000;
  test.for([
    'a',
    '=',
    ':',
    'a=',
    'token=',
    'token="',
    'password:{',
    'eyJ',
    'eyJaaaaaa ',
    'eyJaaaaaaaa.',
    'Bearer ',
    'Bearer  ',
    '://',
    'x://a ',
    'x://a@',
    '4 ',
    '4111 ',
    '4111111111111111',
    '\\"',
    "password='\\",
    'AKIA',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN ',
    'a1',
    'passwordpassword',
    ' ',
    'password: ',
    'password: `',
    'password: <',
    'password=>',
    'password:"\\',
    'password:\\"\\\\"',
    '\\',
    '-',
    '--',
    '--password ',
    '--password\t--',
    '--a ',
    '%',
    '%25',
    '%3D',
    'token%3D',
    'token%3A%22',
    'token%3D%20',
    '%22%3D',
    '%2525253D',
    '%5D=',
    'ghu_',
    'glpat-',
    'sk-ant-',
    'SG.',
    'SG.0123456789abcdef',
    'pypi-',
    'npm_',
    'hcaik_',
  ])('a long text of %j takes as much longer than a quarter of it as it is long', (unit) => {
    const timeOf = (length: number): number => {
      const text = unit.repeat(length / unit.length);
      const startMs = performance.now();
      redactText(text);
      return performance.now() - startMs;
    };
    const best = (length: number): number => Math.min(timeOf(length), timeOf(length), timeOf(length));
    best(size / 10);
    const quarterMs = best(size / 4);
    // Four times, and room for the noise of a busy machine; quadratic would be sixteen times, and many seconds.
    expect(best(size)).toBeLessThan(10 * quarterMs + 500);
  });
});

describe('keys', () => {
  test.for([
    'password',
    'user.passwordHash',
    'PASSWD',
    'secret',
    'clientSecret',
    'AWS_SECRET_ACCESS_KEY',
    'ROLLBAR_ACCESS_TOKEN',
    'x-api-key',
    'apikey',
    'http.request.header.authorization',
    'set-cookie',
    'refreshToken',
    'X-Amz-Signature',
    'AWSAccessKeyId',
    'sessionId',
    'x-honeycomb-team',
    'cvv',
    'cardNumber',
    'private_key',
    'DB_PASS',
    'smtp_pass',
    'dbPass',
    'SMTPPass',
    'pass',
    'tenant_name',
    'TENANT NAME',
  ])('%s is sensitive', (key) => expect(isSensitiveKey(key)).toBe(true));

  test.for([
    'http.route',
    'user.id',
    'session.id',
    'tokenCount',
    'gen_ai.usage.input_tokens',
    'key',
    'primaryKey',
    'monkey',
    'author',
    'secretary',
    'design',
    'signal',
    'opinion',
    'passed',
    'compass',
    'bypass',
    'passenger',
    'pass_count',
    'error.type',
    'exception.message',
    'traceId',
  ])('%s is not', (key) => expect(isSensitiveKey(key)).toBe(false));
});

test('numbers: a card is sensitive, a time and an id are not', () => {
  expect([4111111111111111, 378282246310005, 5555555555554444].map(isSensitiveNumber)).toEqual([
    true,
    true,
    true,
  ]);
  expect([1763735696789, 4111111111111112, 0, Number.NaN, 4e20].map(isSensitiveNumber)).toEqual(
    Array.from({ length: 5 }, () => false),
  );
});
