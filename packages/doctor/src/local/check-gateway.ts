import { describeFailure, type ConfigFacts } from '@cruddur/telemetry/checks';
import { findingsOf, type Finding } from '../finding.ts';
import type { Probe } from '../probe.ts';

const traceHeaders = ['traceparent', 'tracestate', 'baggage'];

/** Whether the gateway that runs reaches its upstream, and lets the traces of front ends in. */
export async function checkGateway(
  url: string,
  { upstreamUrl, corsOrigins = [] }: ConfigFacts,
  probe: Probe,
): Promise<readonly Finding[]> {
  try {
    const [ready, ...refused] = await Promise.all([
      probe.send(`${url}/ready`),
      ...corsOrigins.map((origin) => findRefusedHeaders(url, origin, probe)),
    ]);
    await ready.body?.cancel();
    const problems = refused.flatMap((headers, index) =>
      headers.length === 0
        ? []
        : [
            findingsOf('local', 'front-ends').problem(
              `pages of ${corsOrigins[index] ?? ''} may not send ${headers.join(', ')}: their traces end at the preflight`,
              'is the origin in CRUDDUR_CORS_ORIGINS, and does a proxy in front take the headers away?',
            ),
          ],
    );
    const readiness = findingsOf('local', 'gateway-ready');
    return [
      ready.status === 200
        ? readiness.ok(`the gateway reaches activities on ${upstreamUrl ?? '?'}`)
        : readiness.problem(
            `the gateway runs, but activities does not answer it on ${upstreamUrl ?? '?'}`,
            'start activities, or set ACTIVITIES_URL to where it is',
          ),
      ...problems,
    ];
  } catch (error) {
    return [
      findingsOf('local', 'gateway-ready').warning(
        `the gateway on ${url} does not answer: ${describeFailure(error)}`,
        'restart it',
      ),
    ];
  }
}

async function findRefusedHeaders(url: string, origin: string, probe: Probe): Promise<readonly string[]> {
  const response = await probe.send(`${url}/api/activities/home`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'GET',
      'access-control-request-headers': traceHeaders.join(','),
    },
  });
  await response.body?.cancel();
  const allowed = (response.headers.get('access-control-allow-headers') ?? '').toLowerCase().split(/\s*,\s*/);
  return traceHeaders.filter((name) => !allowed.includes(name));
}
