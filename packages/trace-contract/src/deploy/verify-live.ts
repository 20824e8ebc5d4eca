import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Incompatibility } from './compare-static.ts';
import type { ContractEdge } from './contract-edge.ts';

const run = promisify(execFile);
const timeoutMs = 300_000;
const maxOutputBytes = 64 * 1024 * 1024;

/** The parts of vitest's JSON report that are read. */
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({ title: z.string(), status: z.string(), failureMessages: z.array(z.string()).default([]) }),
      ),
    }),
  ),
});

/** Runs the provider's own verification, as a process of its own, with one pact instead of those of the working tree. */
export async function verifyLive(
  root: string,
  { provider }: ContractEdge,
  pact: string,
): Promise<readonly Incompatibility[]> {
  const folder = await mkdtemp(join(tmpdir(), 'can-i-deploy-'));
  try {
    const pactFile = join(folder, 'deployed.json');
    const reportFile = join(folder, 'report.json');
    await writeFile(pactFile, pact);
    const [command, ...args] = provider.verify;
    const failure = await run(command, [...args, '--reporter=json', `--outputFile=${reportFile}`], {
      cwd: root,
      timeout: timeoutMs,
      maxBuffer: maxOutputBytes,
      // oxlint-disable-next-line node/no-process-env
      env: { ...process.env, CONTRACT_PACTS: pactFile },
    }).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error : new Error('it did not run')),
    );
    const report = await readFile(reportFile, 'utf8').catch(() => undefined);
    if (report === undefined)
      throw new Error(`${provider.verify.join(' ')} left no report`, { cause: failure });
    const problems = readReport(report);
    if (failure !== undefined && problems.length === 0)
      return [{ interaction: 'the pact as a whole', message: failure.message }];
    return problems;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function readReport(text: string): readonly Incompatibility[] {
  const { testResults } = reportSchema.parse(JSON.parse(text));
  return testResults.flatMap(({ assertionResults, message }) => {
    if (assertionResults.length === 0) return [{ interaction: 'the pact as a whole', message }];
    return assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ failureMessages, title }) => ({
        interaction: title,
        message: failureMessages.map(toMessage).join('\n'),
      }));
  });
}

/** Without the class in front and the stack behind. */
function toMessage(failure: string): string {
  return failure.replace(/^\w*Error: /, '').replace(/\n\s+at [^]*$/, '');
}
