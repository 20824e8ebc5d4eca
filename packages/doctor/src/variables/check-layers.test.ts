import { expect, test } from 'vitest';
import { checkLayers } from './check-layers.ts';
import { layerEnvironment } from './layered-environment.ts';

function summaryOf(values: Readonly<Record<string, string>>): string {
  return checkLayers(layerEnvironment([{ origin: '.env', values }]))[0]?.message ?? '';
}

test.for<readonly [name: string, value: string, shown: string]>([
  ['AWS_REGION', 'eu-central-1', 'AWS_REGION=eu-central-1'],
  ['AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE', 'AWS_ACCESS_KEY_ID (AKIA…, a long-lived key)'],
  ['AWS_ACCESS_KEY_ID', 'ASIAIOSFODNN7EXAMPLE', 'AWS_ACCESS_KEY_ID (ASIA…, a temporary key)'],
  ['AWS_SECRET_ACCESS_KEY', 'planted-secret', 'AWS_SECRET_ACCESS_KEY (14 characters)'],
  ['AWS_SESSION_TOKEN', 'planted-secret', 'AWS_SESSION_TOKEN (14 characters)'],
  ['HONEYCOMB_API_KEY', 'hcaik_planted-secret', 'HONEYCOMB_API_KEY (ingest key, 20 characters)'],
  ['HONEYCOMB_API_KEY', 'hcbmk_planted-secret', 'HONEYCOMB_API_KEY (management key, 20 characters)'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'k=planted-secret', 'OTEL_EXPORTER_OTLP_HEADERS (16 characters)'],
  ['DATABASE_URL', 'postgres://u:planted-secret@h', 'DATABASE_URL (29 characters)'],
  ['ROLLBAR_ENDPOINT', 'https://planted-secret@h/', 'ROLLBAR_ENDPOINT'],
])('%s is told as far as it may be', ([name, value, shown]) => {
  expect(summaryOf({ [name]: value })).toBe(`set in .env: ${shown}`);
});

test('of other programs nothing is told', () => {
  expect(summaryOf({ PATH: '/bin', AWS_CA_BUNDLE: '/ca', GITHUB_TOKEN: 'x', EDITOR: 'vi' })).toBe(
    'none is set, the defaults apply',
  );
});

test('what is empty counts as not set, and hides what would count', () => {
  const environment = layerEnvironment([
    { origin: 'the shell', values: { AWS_PROFILE: '', LOG_LEVEL: ' ', LOG_FORMAT: 'json' } },
    { origin: '.env', values: { AWS_PROFILE: 'mine', LOG_FORMAT: 'json ' } },
  ]);
  expect(checkLayers(environment).map(({ status, message }) => [status, message])).toEqual([
    ['problem', 'AWS_PROFILE is set but empty in the shell, which hides the value of .env'],
    ['ok', 'set in the shell: LOG_FORMAT=json; empty, so not set: AWS_PROFILE, LOG_LEVEL'],
  ]);
});
