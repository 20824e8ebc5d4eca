/**
 * The gateway on Bun (`bun src/serve.ts`) and on Deno (`deno run --allow-net --allow-env --allow-read src/serve.ts`), by
 * the server and the fetch that they have themselves. Node runs `main.ts`, Workers run `worker.ts`.
 */
import { formatConfigProblems } from '@cruddur/telemetry';
import { serveUntilSignal } from '@cruddur/telemetry/edge';
import type { Context } from 'hono';
import { parseGatewayConfig } from './config.ts';
import { startEdgeGateway } from './start-edge-gateway.ts';

interface ConnectionBindings {
  readonly incoming?: { readonly socket: { readonly remoteAddress: string | undefined } };
}

const parsed = parseGatewayConfig(process.env);
if (!parsed.ok) {
  process.stderr.write(formatConfigProblems('gateway', parsed.problems));
  process.exit(1);
}
const { config, warnings } = parsed;
const { app, telemetry } = startEdgeGateway(config, warnings, {
  clientAddress: (c: Context<{ Bindings: ConnectionBindings }>) => c.env.incoming?.socket.remoteAddress,
});
await serveUntilSignal({
  fetch: (request, env) => app.fetch(request, env),
  host: config.host,
  port: config.port,
  telemetry,
  deadlineMs: 10_000,
});
