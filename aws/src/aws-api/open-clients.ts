import { createAwsClients, type AwsClients } from './aws-clients.ts';
import type { CommandOutput } from './command-output.ts';
import type { ConnectionArguments } from './connection-arguments.ts';
import { chooseRegion, type Environment } from './region.ts';

export interface OpenClients {
  readonly clients: AwsClients;
  readonly region: string;
}

/** Clients for the region of the arguments, the environment or the profile; undefined after saying what is wrong. */
export async function openClients(
  connection: ConnectionArguments,
  environment: Environment,
  output: CommandOutput,
): Promise<OpenClients | undefined> {
  const choice = chooseRegion(connection.region, environment);
  if (!choice.ok) {
    output.complain(`${choice.problem}\n`);
    return undefined;
  }
  if (choice.warning !== undefined) output.complain(`${choice.warning}\n`);
  const clients = createAwsClients({ region: choice.region, timeoutMs: connection.timeoutMs });
  try {
    return { clients, region: await clients.xray.config.region() };
  } catch {
    clients[Symbol.dispose]();
    output.complain('no region: give --region, or set AWS_REGION (or a profile that has one)\n');
    return undefined;
  }
}
