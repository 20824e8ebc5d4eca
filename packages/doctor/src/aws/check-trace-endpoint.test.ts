import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createProbe } from '../probe.ts';
import { startServer } from '../testing/start-server.ts';
import { checkTraceEndpoint } from './check-trace-endpoint.ts';
import { readPolicyFiles } from './policy-files.ts';

test.for<readonly [name: string, status: number, body: string, says: readonly string[]]>([
  ['takes spans', 200, '', ['ok', 'X-Ray in eu-central-1 takes spans by OTLP']],
  [
    'denies',
    403,
    '{"code":"AccessDeniedException","message":"no"}',
    ['problem', 'the services may not do xray:PutTraceSegments', 'attach aws/policies/xray-write.json'],
  ],
  [
    'keeps traces the old way',
    400,
    '{"message":"The OTLP API is supported with CloudWatch Logs as a Trace Segment Destination."}',
    ['problem', 'before the account has Transaction Search', 'update-trace-segment-destination'],
  ],
])('an endpoint that %s', async ([, status, body, [expected, ...texts]]) => {
  const seen: string[] = [];
  await using server = await startServer((request, response) => {
    seen.push(String(request.headers.authorization));
    request.resume().once('end', () => response.writeHead(status).end(body));
  });
  const finding = await checkTraceEndpoint(
    {
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
      region: 'eu-central-1',
      url: `http://127.0.0.1:${server.port}/v1/traces`,
      policies: await readPolicyFiles(join(import.meta.dirname, '../../../..')),
    },
    createProbe({ timeoutMs: 5000, nowMs: Date.now }),
  );
  expect(finding.status).toBe(expected);
  for (const text of texts) expect(`${finding.message} ${finding.remedy}`).toContain(text);
  expect(seen).toEqual([
    expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d+\/eu-central-1\/xray\//),
  ]);
});
