import { writeFile } from 'node:fs/promises';
import { parseArguments, usage } from './arguments.ts';
import { judge, type Bar } from './bars.ts';
import { runGeneration, type Generation } from './generation.ts';
import { measureLogs, type LogsMeasurement } from './logs/measure-logs.ts';
import { formatLogs, judgeLogs } from './logs/report-logs.ts';
import { choosePinning } from './pinning.ts';
import { connections, type Plan } from './plan.ts';
import {
  formatSegments,
  judgeSegments,
  measureSegments,
  type SegmentsMeasurement,
} from './segments/measure-segments.ts';
import { formatBars, formatSummaries, legend } from './report.ts';
import { toSummaries } from './summary.ts';
import { endWorkerProcesses } from './worker-process.ts';

const parsed = parseArguments(process.argv.slice(2));
if (!parsed.ok) {
  console.error(`bench: ${parsed.problems.join('\nbench: ')}\n\n${usage}`);
  process.exit(2);
}
if (parsed.help) {
  console.log(usage);
  process.exit(0);
}

let interrupted = false;
for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.on(signal, () => {
    interrupted = true;
    void endWorkerProcesses().then(() => process.exit(exitCode));
  });

try {
  const passed = await runBenchmark(parsed.plan, parsed.jsonFile);
  process.exitCode = passed ? 0 : 1;
} catch (error) {
  await endWorkerProcesses();
  if (!interrupted) {
    console.error('bench:', error);
    process.exitCode = 1;
  }
}

async function runBenchmark(plan: Plan, jsonFile: string | undefined): Promise<boolean> {
  const pinning = choosePinning();
  const environment = `Node ${process.version}, ${connections} connections, ${pinning.description}`;
  console.log(`${environment}\n`);
  const bars: Bar[] = [];
  const works = [];
  for (const part of plan.works) {
    const generations: Generation[] = [];
    for (let index = 0; index < part.generations; index += 1) {
      process.stderr.write(`${part.work}: generation ${index + 1} of ${part.generations}\n`);
      generations.push(await runGeneration(part, pinning, index));
    }
    const summaries = toSummaries(generations);
    bars.push(...judge(part.work, summaries));
    works.push({ ...part, summaries, turns: generations.map((generation) => generation.turns) });
    console.log(`${formatSummaries(part.work, summaries)}\n`);
  }
  let segments: SegmentsMeasurement | undefined;
  if (plan.segments !== undefined) {
    process.stderr.write('segments\n');
    segments = await measureSegments(plan.segments, pinning);
    bars.push(...judgeSegments(segments));
    console.log(`${formatSegments(segments)}\n`);
  }
  let logs: LogsMeasurement | undefined;
  if (plan.logs !== undefined) {
    process.stderr.write('logs\n');
    logs = await measureLogs(plan.logs, pinning);
    bars.push(...judgeLogs(logs));
    console.log(`${formatLogs(logs)}\n`);
  }
  if (works.length > 0) console.log(`${legend}\n`);
  console.log(formatBars(bars));
  if (jsonFile !== undefined)
    await writeFile(
      jsonFile,
      `${JSON.stringify({ environment, bars, works, segments, logs }, undefined, 2)}\n`,
    );
  return bars.every((bar) => bar.passed);
}
