import type { AwsClients } from '../aws-api/aws-clients.ts';
import { describeFailure } from '../aws-api/describe-failure.ts';
import type { CommandOutput } from '../aws-api/command-output.ts';
import { openClients } from '../aws-api/open-clients.ts';
import type { Environment } from '../aws-api/region.ts';
import { applyPlan } from './apply-plan.ts';
import { createGroupStore } from './groups.ts';
import { createLogGroupStore } from './log-group.ts';
import { isEffective, needsAdoption, planChanges, planRemoval } from './plan.ts';
import { toPlanText, toResourceText } from './plan-text.ts';
import { parseProvisionArguments, provisionUsage, type ProvisionArguments } from './provision-arguments.ts';
import { readDesired, type DesiredState } from './read-desired.ts';
import type { ActualResource, DesiredResource, ResourceStore } from './resource.ts';
import { createSamplingRuleStore } from './sampling-rules.ts';

export interface ProvisionOptions {
  readonly args: readonly string[];
  readonly environment: Environment;
  /** Of `aws/json`. */
  readonly folder: string;
  readonly output: CommandOutput;
}

/** `npm run aws:provision`. Resolves with the exit code; the usage says what it means. */
export async function runProvision({
  args,
  environment,
  folder,
  output,
}: ProvisionOptions): Promise<0 | 1 | 2> {
  const parsed = parseProvisionArguments(args);
  if (parsed.type === 'help') {
    output.print(provisionUsage);
    return 0;
  }
  if (parsed.type === 'problems') {
    output.complain(`${parsed.problems.join('\n')}\n\n${provisionUsage}`);
    return 2;
  }
  const files = await readDesired(folder);
  if (!files.ok) {
    output.complain(`${files.problems.join('\n')}\n`);
    return 2;
  }
  const opened = await openClients(parsed.arguments, environment, output);
  if (opened === undefined) return 2;
  using clients = opened.clients;
  output.print(`X-Ray and CloudWatch Logs in ${opened.region}\n`);
  return await provision(createStores(clients, files.desired, parsed.arguments), parsed.arguments, output);
}

function createStores(
  { xray, logs }: AwsClients,
  { samplingRules, groups, logGroup }: DesiredState,
  { logGroupName, retentionInDays }: ProvisionArguments,
): readonly ResourceStore[] {
  return [
    createSamplingRuleStore(xray, samplingRules),
    createGroupStore(xray, groups),
    createLogGroupStore(logs, {
      logGroupName: logGroupName ?? logGroup.logGroupName,
      retentionInDays: retentionInDays ?? logGroup.retentionInDays,
    }),
  ];
}

async function provision(
  stores: readonly ResourceStore[],
  { mode, dryRun, adopt }: ProvisionArguments,
  output: CommandOutput,
): Promise<0 | 1> {
  const desired: DesiredResource[] = [];
  const actual: ActualResource[] = [];
  let failures = 0;
  const reads = await Promise.allSettled(stores.map((store) => store.read()));
  for (const [index, read] of reads.entries()) {
    const store = stores[index];
    if (store === undefined) continue;
    if (read.status === 'fulfilled') {
      desired.push(...store.desired);
      actual.push(...read.value);
      continue;
    }
    failures += 1;
    output.complain(`FAILED to look at the ${store.kind}s: ${describeFailure(read.reason)}\n`);
  }
  const actions = mode === 'apply' ? planChanges(desired, actual, adopt) : planRemoval(desired, actual);
  if (actions.length > 0) output.print(toPlanText(actions));
  const leftAlone = mode === 'apply' ? actions.filter(needsAdoption).length : 0;
  if (leftAlone > 0)
    output.complain(
      `${leftAlone} of what is there was not made by us and stays as it is; to take over what is marked with !, say --adopt\n`,
    );
  const isIncomplete = (): boolean => failures > 0 || leftAlone > 0;
  if (!actions.some(isEffective)) {
    if (!isIncomplete()) output.print('nothing to do\n');
    return isIncomplete() ? 1 : 0;
  }
  if (dryRun) {
    output.print('dry run: nothing was done\n');
    return isIncomplete() ? 1 : 0;
  }
  await applyPlan(actions, stores, (outcome) => {
    const { type, resource } = outcome.action;
    if (outcome.ok) {
      output.print(`${type === 'destroy' ? 'destroyed' : `${type}d`} ${toResourceText(resource)}\n`);
      return;
    }
    failures += 1;
    output.complain(`FAILED to ${type} ${toResourceText(resource)}: ${describeFailure(outcome.error)}\n`);
  });
  if (failures > 0) output.complain(`${failures} failed; what was done stays, run again for the rest\n`);
  return isIncomplete() ? 1 : 0;
}
