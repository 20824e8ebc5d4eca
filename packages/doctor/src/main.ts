import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { doctorUsage, parseDoctorArguments } from './doctor-arguments.ts';
import { examine } from './examine.ts';
import { toText } from './report/to-text.ts';

const root = join(import.meta.dirname, '../../..');
const { stdout, stderr } = process;

const parsed = parseDoctorArguments(process.argv.slice(2));
if (parsed.type === 'help') {
  stdout.write(doctorUsage);
} else if (parsed.type === 'problem') {
  stderr.write(`${parsed.problem}\n\n${doctorUsage}`);
  process.exitCode = 2;
} else {
  const { json, mode } = parsed.arguments;
  const envFile = join(root, '.env');
  const environment = { ...process.env };
  // What finds credentials and profiles reads the environment by itself, and must see what the services see.
  if (existsSync(envFile)) process.loadEnvFile(envFile);
  const findings = await examine({ root, environment, mode });
  // https://no-color.org: set and not empty
  const color = stdout.isTTY && (environment['NO_COLOR'] ?? '') === '';
  stdout.write(json ? `${JSON.stringify({ findings })}\n` : toText(findings, color));
  process.exitCode = findings.some(({ status }) => status === 'problem') ? 1 : 0;
}
