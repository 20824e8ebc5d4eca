import { join } from 'node:path';
import { checkAws } from './aws/check-aws.ts';
import { judgeClocks } from './clock.ts';
import type { Finding } from './finding.ts';
import { checkHoneycomb } from './honeycomb/check-honeycomb.ts';
import { checkLocal } from './local/check-local.ts';
import { createProbe } from './probe.ts';
import { checkRollbar } from './rollbar/check-rollbar.ts';
import { checkServiceNames, checkServices } from './services/check-services.ts';
import { inspectService, serviceFolders } from './services/inspect-service.ts';
import { checkForeignVariables } from './variables/foreign-variables.ts';
import { checkLayers } from './variables/check-layers.ts';
import { layerEnvironment } from './variables/layered-environment.ts';
import { readEnvFile } from './variables/read-env-file.ts';
import { checkSecretsInFiles } from './variables/secrets-in-files.ts';

export interface ExamineOptions {
  /** Of the repository. */
  readonly root: string;
  /** Of the shell. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly mode: 'dev' | 'start';
  /** The file that stands for `.env`. */
  readonly envFile?: string;
  /** Of each call of the network. */
  readonly timeoutMs?: number;
  /** Epoch milliseconds. */
  readonly nowMs?: () => number;
}

/** All checks, at the same time where they can be. Never rejects for what it looks at. */
export async function examine(options: ExamineOptions): Promise<readonly Finding[]> {
  const { root, environment, mode, timeoutMs = 2000, nowMs = Date.now } = options;
  const probe = createProbe({ timeoutMs, nowMs });
  const layers = [
    { origin: 'the shell', values: environment },
    await readEnvFile(options.envFile ?? join(root, '.env'), '.env'),
  ];
  const shared = layerEnvironment(layers);
  const services = await Promise.all(
    serviceFolders.map((folder) => inspectService(folder, { root, mode, layers })),
  );
  const answered = await Promise.all([
    checkHoneycomb(services, probe),
    checkAws({ root, services, timeoutMs }, probe),
    checkRollbar(services, probe),
    checkLocal(root, services, probe),
  ]);
  return [
    ...checkLayers(shared),
    ...checkServices(services),
    ...checkForeignVariables(shared),
    ...checkServiceNames(services),
    ...(await checkSecretsInFiles(root, shared)),
    ...answered.flat(),
    ...judgeClocks(probe.clocks),
  ];
}
