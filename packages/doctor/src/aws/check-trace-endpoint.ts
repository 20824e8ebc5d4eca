import { findingsOf, type Finding } from '../finding.ts';
import type { Probe } from '../probe.ts';
import { callAws } from './call-aws.ts';
import type { AwsCredentials } from './credentials.ts';
import { explainAnswer } from './explain-answer.ts';
import type { PolicyFiles } from './policy-files.ts';

interface TraceEndpointOptions {
  readonly credentials: AwsCredentials;
  readonly region: string;
  /** X-Ray's own receiver of OTLP. */
  readonly url: string;
  readonly policies: PolicyFiles;
}

/** Whether X-Ray takes our spans by OTLP: it is sent none, which is a whole request of OTLP (no bytes). */
export async function checkTraceEndpoint(
  { credentials, region, url, policies }: TraceEndpointOptions,
  probe: Probe,
): Promise<Finding> {
  const found = findingsOf('aws', 'xray-otlp');
  const answer = await callAws(
    { service: 'xray', region, url, headers: { 'content-type': 'application/x-protobuf' }, body: '' },
    credentials,
    probe,
  );
  if (answer.type === 'answer') return found.ok(`X-Ray in ${region} takes spans by OTLP`);
  // As long as the account keeps traces the old way, X-Ray takes no OTLP at all.
  if (answer.type === 'refusal' && answer.message.includes('Trace Segment Destination')) {
    return found.problem(
      `X-Ray in ${region} takes no OTLP before the account has Transaction Search`,
      'aws xray update-trace-segment-destination --destination CloudWatchLogs (it changes what X-Ray costs), or send through the daemon',
    );
  }
  return explainAnswer(answer, { action: 'xray:PutTraceSegments', region, who: 'the services', policies });
}
