import type { CommandOutput } from '../aws-api/command-output.ts';
import { describeFailure } from '../aws-api/describe-failure.ts';
import { openClients } from '../aws-api/open-clients.ts';
import type { Environment } from '../aws-api/region.ts';
import { readServiceGraph } from './read-service-graph.ts';
import { parseServiceGraphArguments, serviceGraphUsage } from './service-graph-arguments.ts';
import { toEmptyGraphText, toServiceGraphText } from './service-graph-text.ts';

export interface RunServiceGraphOptions {
  readonly args: readonly string[];
  readonly environment: Environment;
  readonly nowMs: number;
  readonly output: CommandOutput;
}

/** `npm run aws:service-graph`. Resolves with the exit code; the usage says what it means. */
export async function runServiceGraph({
  args,
  environment,
  nowMs,
  output,
}: RunServiceGraphOptions): Promise<0 | 1 | 2> {
  const parsed = parseServiceGraphArguments(args);
  if (parsed.type === 'help') {
    output.print(serviceGraphUsage);
    return 0;
  }
  if (parsed.type === 'problems') {
    output.complain(`${parsed.problems.join('\n')}\n\n${serviceGraphUsage}`);
    return 2;
  }
  const { minutes, groupName } = parsed.arguments;
  const opened = await openClients(parsed.arguments, environment, output);
  if (opened === undefined) return 2;
  using clients = opened.clients;
  const startTime = new Date(nowMs - minutes * 60_000);
  const endTime = new Date(nowMs);
  const shownGroup = groupName === undefined ? 'all traces' : `group ${groupName}`;
  output.print(
    `X-Ray in ${opened.region}, ${shownGroup}, the last ${minutes} minutes (since ${startTime.toISOString()})\n\n`,
  );
  try {
    const graph = await readServiceGraph(clients.xray, { startTime, endTime, groupName });
    if (graph.containsOldGroupVersions)
      output.print("the group's filter changed meanwhile: traces of both filters are mixed here\n\n");
    output.print(graph.nodes.length === 0 ? toEmptyGraphText(minutes, groupName) : toServiceGraphText(graph));
    return 0;
  } catch (error) {
    output.complain(`FAILED to ask for the service graph: ${describeFailure(error)}\n`);
    return 1;
  }
}
