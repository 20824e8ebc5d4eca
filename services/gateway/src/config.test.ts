import { expect, test } from 'vitest';
import { parseGatewayConfig } from './config.ts';

test('an empty environment gives the documented defaults', () => {
  expect(parseGatewayConfig({})).toEqual({
    ok: true,
    warnings: [],
    config: {
      host: '127.0.0.1',
      port: 4567,
      activitiesUrl: 'http://127.0.0.1:4568',
      corsOrigins: ['http://localhost:3000', 'http://127.0.0.1:3000'],
      rateLimitPerMinute: 600,
      requestTimeoutMs: 10_000,
      offersFaults: true,
      telemetry: expect.objectContaining({ serviceName: 'gateway', trustProxy: false }),
    },
  });
});

test('every variable is read', () => {
  const result = parseGatewayConfig({
    HOST: '::1',
    PORT: '0',
    ACTIVITIES_URL: 'https://activities.internal:8443/base/',
    CRUDDUR_CORS_ORIGINS: 'https://a.example, http://b.example:8080',
    CRUDDUR_RATE_LIMIT_PER_MINUTE: '0',
    CRUDDUR_REQUEST_TIMEOUT_MS: '2500',
    CRUDDUR_TRUST_PROXY: 'true',
    NODE_ENV: 'production',
  });
  expect(result).toMatchObject({
    ok: true,
    config: {
      host: '::1',
      port: 0,
      activitiesUrl: 'https://activities.internal:8443/base',
      corsOrigins: ['https://a.example', 'http://b.example:8080'],
      rateLimitPerMinute: 0,
      requestTimeoutMs: 2500,
      offersFaults: false,
      telemetry: { trustProxy: true },
    },
  });
});

test('all problems are reported at once, each with variable, value and expectation', () => {
  const result = parseGatewayConfig({
    HOST: 'http://example.com',
    PORT: '70000',
    ACTIVITIES_URL: 'ftp://activities',
    CRUDDUR_CORS_ORIGINS: 'https://a.example/path,*',
    CRUDDUR_RATE_LIMIT_PER_MINUTE: '-1',
    CRUDDUR_REQUEST_TIMEOUT_MS: '5s',
    CRUDDUR_TRUST_PROXY: 'maybe',
    CRUDDUR_FAULTS: 'sometimes',
  });
  expect(result).toMatchObject({
    ok: false,
    problems: [
      { variable: 'HOST', found: '"http://example.com"' },
      { variable: 'PORT', found: '"70000"', expected: 'a whole number from 0 to 65535' },
      { variable: 'CRUDDUR_TRUST_PROXY', found: '"maybe"' },
      { variable: 'ACTIVITIES_URL', found: '"ftp://activities"' },
      { variable: 'CRUDDUR_CORS_ORIGINS', found: '"https://a.example/path"' },
      { variable: 'CRUDDUR_CORS_ORIGINS', found: '"*"' },
      { variable: 'CRUDDUR_RATE_LIMIT_PER_MINUTE', found: '"-1"' },
      { variable: 'CRUDDUR_REQUEST_TIMEOUT_MS', found: '"5s"' },
      { variable: 'CRUDDUR_FAULTS', found: '"sometimes"', expected: 'one of on, off' },
    ],
  });
});

test.each([
  [{ ACTIVITIES_URL: 'http://user:secret@activities' }, 'without user, query or fragment'],
  [{ ACTIVITIES_URL: 'http://activities/?x=1' }, 'without user, query or fragment'],
  [{ ACTIVITIES_URL: 'http://localhost:4567' }, "not the gateway's own"],
  [{ ACTIVITIES_URL: 'http://10.0.0.1:81', HOST: '10.0.0.1', PORT: '81' }, "not the gateway's own"],
  [{ HOST: 'localhost:4567' }, 'without scheme or port'],
])('%o is a problem', (environment, expected) => {
  const result = parseGatewayConfig(environment);
  expect(result).toMatchObject({ ok: false, problems: [{ expected: expect.stringContaining(expected) }] });
  expect(JSON.stringify(result)).not.toContain('secret');
});

test('a misspelt variable of ours is named in a warning', () => {
  const result = parseGatewayConfig({ CRUDDUR_RATE_LIMIT: '5' });
  expect(result).toMatchObject({ ok: true, warnings: [expect.stringContaining('CRUDDUR_RATE_LIMIT ')] });
});
