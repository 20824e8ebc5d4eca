import { runServiceGraph } from './run-service-graph.ts';

process.exitCode = await runServiceGraph({
  args: process.argv.slice(2),
  environment: process.env,
  nowMs: Date.now(),
  output: {
    print: (text) => process.stdout.write(text),
    complain: (text) => process.stderr.write(text),
  },
});
