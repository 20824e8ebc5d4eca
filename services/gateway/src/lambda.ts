import { formatConfigProblems } from '@cruddur/telemetry';
import {
  getConnInfo,
  handle,
  type APIGatewayProxyResult,
  type LambdaContext,
  type LambdaEvent,
} from 'hono/aws-lambda';
import { parseGatewayConfig } from './config.ts';
import { startEdgeGateway } from './start-edge-gateway.ts';

const parsed = parseGatewayConfig(process.env);
if (!parsed.ok) throw new Error(formatConfigProblems('gateway', parsed.problems));

const { app, telemetry } = startEdgeGateway(parsed.config, parsed.warnings, {
  clientAddress: (c) => getConnInfo(c).remote.address,
  // Whoever asked waits for it: a receiver that does not answer costs no more than this.
  sending: { delivery: 'per-request', timeLimitMs: 2000 },
});
const answer = handle(app);

/**
 * The gateway as a Lambda function behind a function URL, API Gateway or a load balancer; aws/deploy/README.md says how to
 * bundle it. It answers when its spans have been sent, because it is frozen as soon as it has.
 */
export function handler(event: LambdaEvent, context?: LambdaContext): Promise<APIGatewayProxyResult> {
  return telemetry.untilDelivered(() => answer(event, context));
}
