import { toConfigCheckLine } from '@cruddur/telemetry/checks';
import { parseGatewayConfig } from '../config.ts';

// For `npm run doctor`: what the gateway reads out of its environment. Nothing is started.
process.stdout.write(
  toConfigCheckLine(parseGatewayConfig(process.env), ({ host, port, activitiesUrl, ...config }) => ({
    serviceName: config.telemetry.serviceName,
    host,
    ports: [{ variable: 'PORT', port, protocol: 'tcp' }],
    upstreamUrl: activitiesUrl,
    corsOrigins: config.corsOrigins,
  })),
);
