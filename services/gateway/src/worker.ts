import { formatConfigProblems } from '@cruddur/telemetry';
import { fromBindings } from '@cruddur/telemetry/edge';
import { parseGatewayConfig } from './config.ts';
import { startEdgeGateway, type EdgeGateway } from './start-edge-gateway.ts';

interface Bindings {
  /** The activities Worker, where it is bound. Without it `ACTIVITIES_URL` is asked. */
  readonly ACTIVITIES?: { readonly fetch: typeof globalThis.fetch };
}

interface ExecutionContext {
  readonly waitUntil: (promise: Promise<unknown>) => void;
}

/** The name that a bound service goes by: nothing looks it up. */
const boundActivitiesUrl = 'http://activities';

let gateway: EdgeGateway | undefined;

/** @throws Error with all problems of the configuration: the runtime shows it, and asks again at the next request. */
function start(bindings: Bindings): EdgeGateway {
  const { ACTIVITIES: activities } = bindings;
  const parsed = parseGatewayConfig({
    ...(activities === undefined ? undefined : { ACTIVITIES_URL: boundActivitiesUrl }),
    ...fromBindings(bindings),
  });
  if (!parsed.ok) throw new Error(formatConfigProblems('gateway', parsed.problems));
  return startEdgeGateway(parsed.config, parsed.warnings, {
    clientAddress: (c) => c.req.header('cf-connecting-ip'),
    ...(activities === undefined ? undefined : { fetch: (input, init) => activities.fetch(input, init) }),
  });
}

/** The gateway as a Worker; `npx wrangler dev` and `npx wrangler deploy` in this folder run it. */
export default {
  fetch: (request: Request, bindings: Bindings, context: ExecutionContext): Response | Promise<Response> => {
    const { app, telemetry } = (gateway ??= start(bindings));
    return telemetry.during(
      (promise) => context.waitUntil(promise),
      () => app.fetch(request, bindings),
    );
  },
};
