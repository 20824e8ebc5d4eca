import { fileURLToPath } from 'node:url';
import { formatConfigProblems } from '@cruddur/telemetry';
import { parseConsoleConfig, type ConsoleConfig } from './config.ts';
import { ListenError } from './listen.ts';
import { startConsole, type RunningConsole } from './start-console.ts';

// The console does not trace itself: no telemetry is started here, whatever OTEL_* says.
const packageDirectory = fileURLToPath(new URL('..', import.meta.url));
const deadlineMs = 5_000;

const parsed = parseConsoleConfig(process.env);
if (parsed.ok) {
  for (const warning of parsed.warnings) process.stderr.write(`console: ${warning}\n`);
  await run(parsed.config);
} else {
  process.stderr.write(formatConfigProblems('console', parsed.problems));
  process.exitCode = 1;
}

async function run(config: ConsoleConfig): Promise<void> {
  try {
    const running = await startConsole(config, packageDirectory);
    greet(config, running);
    stopOnSignal(running);
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    process.stderr.write(`console: ${error.message}\n`);
    process.exitCode = 1;
  }
}

function greet({ port }: ConsoleConfig, running: RunningConsole): void {
  const { pageUrl, pagePort, otlpUrl, xrayReceiver, cloudwatchUrl, rollbarUrl } = running;
  const hasMoved = port !== 0 && pagePort !== port;
  const moved = hasMoved ? `  (port ${port} is taken)` : '';
  process.stdout.write(
    [
      `console: page      ${pageUrl}${moved}`,
      `console: receiver  ${otlpUrl}/v1/traces, /v1/logs  (OTLP/HTTP)`,
      `console: receiver  ${cloudwatchUrl}  (CloudWatch Logs)`,
      `console: receiver  ${rollbarUrl}  (Rollbar)`,
      xrayReceiver.state === 'listening'
        ? `console: receiver  ${xrayReceiver.daemonAddress}  (X-Ray daemon, UDP and TCP)`
        : `console: no X-Ray  ${xrayReceiver.reason}`,
      ...(hasMoved ? explainMove(port, running) : []),
      'console: try       curl -i localhost:4567/api/activities/home',
      '',
    ].join('\n'),
  );
}

/** Spans find their own ports; log lines and errors go to the page's. */
function explainMove(port: number, { cloudwatchUrl, rollbarUrl }: RunningConsole): readonly string[] {
  return [
    `console: no logs   services send lines and errors to port ${port}; stop what has it, or start them with`,
    `console:           AWS_ENDPOINT_URL_CLOUDWATCH_LOGS=${cloudwatchUrl}`,
    `console:           ROLLBAR_ENDPOINT=${rollbarUrl}`,
  ];
}

function stopOnSignal(running: RunningConsole): void {
  let isStopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isStopping) process.exit(signal === 'SIGINT' ? 130 : 143);
    isStopping = true;
    void running.stop(deadlineMs).then(() => process.exit(0));
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
