import { serve } from '@hono/node-server';
import { portOf } from '../port-of.ts';
import { serveCommands } from '../worker-protocol.ts';
import { loadVariant, type VariantName, type VariantOptions } from '../variants/variant.ts';
import { createActivitiesApp } from './activities-app.ts';
import { createGatewayApp } from './gateway-app.ts';

export interface ServiceArgument {
  readonly variant: VariantName;
  readonly otlpEndpoint: string;
  /** Present for the gateway, which calls activities there. */
  readonly activitiesUrl?: string;
}

export interface ServiceProtocol {
  readonly ready: { readonly port: number };
  /** Asks for the account, after everything that finished requests left behind has been exported. */
  readonly command: { readonly type: 'account' };
  readonly answer: ServiceAccount;
}

/** The kernel's account of one process, or of the processes of one variant together. */
export interface ServiceAccount {
  /** User and system time of all threads since start. */
  readonly cpuMicros: number;
  readonly residentBytes: number;
}

const argument: ServiceArgument = JSON.parse(process.argv[2] ?? '');
const { activitiesUrl } = argument;
const options: VariantOptions = {
  serviceName: activitiesUrl === undefined ? 'activities' : 'gateway',
  otlpEndpoint: argument.otlpEndpoint,
  upstreamOrigins: activitiesUrl === undefined ? [] : [activitiesUrl],
};

const startVariant = await loadVariant(argument.variant);
const variant = startVariant(options);
const app =
  activitiesUrl === undefined ? createActivitiesApp(variant) : createGatewayApp(variant, activitiesUrl);

const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
server.once('listening', () => {
  serveCommands<ServiceProtocol>({ port: portOf(server) }, async () => {
    await variant.flush();
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    return { cpuMicros: userCPUTime + systemCPUTime, residentBytes: process.memoryUsage.rss() };
  });
});

process.once('SIGTERM', () => {
  server.close(() => {
    void variant.stop().then(() => process.exit(0));
  });
});
