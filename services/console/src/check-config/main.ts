import { toConfigCheckLine } from '@cruddur/telemetry/checks';
import { parseConsoleConfig } from '../config.ts';

// For `npm run doctor`: what the console reads out of its environment. Nothing is started.
process.stdout.write(
  toConfigCheckLine(parseConsoleConfig(process.env), ({ host, port, otlpPort, xrayPort }) => ({
    host,
    ports: [
      { variable: 'PORT', port, protocol: 'tcp' },
      { variable: 'CRUDDUR_OTLP_PORT', port: otlpPort, protocol: 'tcp' },
      { variable: 'CRUDDUR_XRAY_PORT', port: xrayPort, protocol: 'tcp' },
      { variable: 'CRUDDUR_XRAY_PORT', port: xrayPort, protocol: 'udp' },
    ],
  })),
);
