import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { XRayClient } from '@aws-sdk/client-xray';
import { failureOf } from './aws-failure.ts';

export interface AwsClients extends Disposable {
  readonly xray: XRayClient;
  readonly logs: CloudWatchLogsClient;
}

export interface AwsClientOptions {
  /** Undefined: from the profile. */
  readonly region: string | undefined;
  /** For one attempt of one call. */
  readonly timeoutMs: number;
}

const maxAttempts = 4;

/**
 * Clients whose failures are `AwsFailure`s that know the IAM action which was tried. Credentials, endpoint and profile
 * are found as in every AWS SDK.
 */
export function createAwsClients({ region, timeoutMs }: AwsClientOptions): AwsClients {
  const options = {
    ...(region === undefined ? {} : { region }),
    maxAttempts,
    // Without the second the handler only warns when the time is over, and without either it waits for minutes.
    requestHandler: { requestTimeout: timeoutMs, connectionTimeout: timeoutMs, throwOnRequestTimeout: true },
  };
  const xray = new XRayClient(options);
  const logs = new CloudWatchLogsClient(options);
  xray.middlewareStack.add((next, { commandName }) => nameFailures('xray', commandName, next), {
    step: 'initialize',
    name: 'nameFailures',
  });
  logs.middlewareStack.add((next, { commandName }) => nameFailures('logs', commandName, next), {
    step: 'initialize',
    name: 'nameFailures',
  });
  return {
    xray,
    logs,
    [Symbol.dispose]() {
      xray.destroy();
      logs.destroy();
    },
  };
}

function nameFailures<I, O>(
  service: 'xray' | 'logs',
  commandName: string | undefined,
  next: (input: I) => Promise<O>,
): (input: I) => Promise<O> {
  const action = `${service}:${(commandName ?? 'unknown').replace(/Command$/, '')}`;
  return async (input) => {
    try {
      return await next(input);
    } catch (error) {
      throw failureOf(action, error);
    }
  };
}
