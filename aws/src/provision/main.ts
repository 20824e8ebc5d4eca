import { join } from 'node:path';
import { runProvision } from './run-provision.ts';

process.exitCode = await runProvision({
  args: process.argv.slice(2),
  environment: process.env,
  folder: join(import.meta.dirname, '../../json'),
  output: {
    print: (text) => process.stdout.write(text),
    complain: (text) => process.stderr.write(text),
  },
});
