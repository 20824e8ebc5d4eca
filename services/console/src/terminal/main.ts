import { formatConfigProblems } from '@cruddur/telemetry';
import { parseConsoleConfig } from '../config.ts';
import { toServerUrl } from '../http/loopback.ts';
import { runTraceCommand } from './trace-command.ts';

const defaultColumns = 100;

const parsed = parseConsoleConfig(process.env);
if (parsed.ok) {
  const { host, port } = parsed.config;
  const { stdout } = process;
  const result = await runTraceCommand(process.argv.slice(2), {
    consoleUrl: toServerUrl(host, port),
    fetch,
    columns: stdout.isTTY ? stdout.columns : defaultColumns,
    // https://no-color.org: set and not empty
    color: stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '',
  });
  if (result.exitCode === 0) stdout.write(result.output);
  else process.stderr.write(result.error);
  process.exitCode = result.exitCode;
} else {
  process.stderr.write(formatConfigProblems('trace', parsed.problems));
  process.exitCode = 2;
}
