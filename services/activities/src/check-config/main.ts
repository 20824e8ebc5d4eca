import { toConfigCheckLine } from '@cruddur/telemetry/checks';
import { parseActivitiesConfig } from '../config.ts';

// For `npm run doctor`: what the service reads out of its environment. Nothing is started.
process.stdout.write(
  toConfigCheckLine(parseActivitiesConfig(process.env), ({ host, port, telemetry }) => ({
    serviceName: telemetry.serviceName,
    host,
    ports: [{ variable: 'PORT', port, protocol: 'tcp' }],
  })),
);
