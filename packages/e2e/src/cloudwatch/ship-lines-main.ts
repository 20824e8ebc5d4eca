import { setImmediate as nextTurn } from 'node:timers/promises';
import { createEnvironmentReader, parseTelemetryConfig } from '@cruddur/telemetry';
import { startTelemetry } from '@cruddur/telemetry/node';

/** Logs `LINES` numbered lines, drains, and says on standard error what became of them. */
const read = createEnvironmentReader(process.env);
const result = read.result(parseTelemetryConfig(read, { serviceName: 'shipper' }));
if (!result.ok) throw new Error(JSON.stringify(result.problems));
const telemetry = startTelemetry(result.config);
const lines = Number(process.env['LINES']);
for (let line = 1; line <= lines; line += 1) {
  telemetry.log.info('line', { line });
  if (line % 100 === 0) await nextTurn();
}
await telemetry.shutdown(120_000);
const sink = telemetry.health().sinks.find(({ sink: name }) => name === 'cloudwatch');
process.stderr.write(JSON.stringify(sink));
