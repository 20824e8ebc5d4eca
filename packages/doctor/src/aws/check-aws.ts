import { findingsOf, type Finding } from '../finding.ts';
import type { Probe } from '../probe.ts';
import type { InspectedService } from '../services/inspect-service.ts';
import { checkDaemon } from './check-daemon.ts';
import { checkIdentity } from './check-identity.ts';
import { checkLogGroup } from './check-log-group.ts';
import { checkTraceEndpoint } from './check-trace-endpoint.ts';
import { checkCredentials, findCredentials } from './credentials.ts';
import { readPolicyFiles, type PolicyFiles } from './policy-files.ts';
import { checkRegion, findRegion } from './region.ts';
import { checkGroupFile, checkRuleFiles, judgeAccountRules } from './sampling-rules.ts';

interface AwsOptions {
  readonly root: string;
  readonly services: readonly InspectedService[];
  readonly timeoutMs: number;
}

/** Everything between the services and X-Ray and CloudWatch Logs. */
export async function checkAws(options: AwsOptions, probe: Probe): Promise<readonly Finding[]> {
  const { root, services } = options;
  const policies = await readPolicyFiles(root);
  const [sending, rules, groups] = await Promise.all([
    checkSending(options, policies, probe),
    checkRuleFiles(root, services),
    checkGroupFile(root, services),
  ]);
  return [...sending, ...rules, ...groups];
}

async function checkSending(
  { services, timeoutMs }: AwsOptions,
  policies: PolicyFiles,
  probe: Probe,
): Promise<readonly Finding[]> {
  const active = services.filter(({ telemetry }) => telemetry?.disabled === false);
  const logs = active.flatMap(({ telemetry }) => {
    const settings = telemetry?.cloudwatch;
    return settings === undefined || settings.useLocalCredentials
      ? []
      : [{ group: settings.group, endpoint: settings.endpoint }];
  });
  const daemons = active.flatMap(({ telemetry, environment }) => {
    const origin = environment.get('AWS_XRAY_DAEMON_ADDRESS')?.origin ?? '';
    return telemetry?.xray === undefined || origin.endsWith('.env.dev') ? [] : [telemetry.xray.daemon];
  });
  const traces = active.flatMap(({ telemetry }) => {
    const { signing, endpoint } = telemetry?.otlp ?? {};
    return signing === undefined || endpoint === undefined ? [] : [{ url: endpoint, region: signing.region }];
  });
  const asksAccount = logs.length > 0 || traces.length > 0;
  const [first] = active;
  if (first === undefined || (daemons.length === 0 && !asksAccount)) {
    return [findingsOf('aws', 'aws').ok(`AWS is off; ${describeLocal(active)}`)];
  }
  const region = await findRegion(first.environment);
  // A daemon has a region of its own: who only sends to one needs none.
  const needsRegion = region !== undefined || asksAccount;
  const regionFindings = needsRegion ? checkRegion(first.environment, region) : [];
  const [daemonFindings, accountFindings] = await Promise.all([
    Promise.all(
      distinct(daemons).map(async (address) => {
        const report = await checkDaemon({ address, region, policies }, probe);
        const ruleFindings = report.rules === undefined ? [] : judgeAccountRules(report.rules, active);
        return [...report.findings, ...ruleFindings];
      }),
    ),
    asksAccount
      ? checkAccount(
          { service: first, region, timeoutMs, logs: distinct(logs), traces: distinct(traces), policies },
          probe,
        )
      : [],
  ]);
  return [...regionFindings, ...accountFindings, ...daemonFindings.flat()];
}

interface AccountOptions {
  readonly service: InspectedService;
  readonly region: string | undefined;
  readonly timeoutMs: number;
  readonly logs: readonly { readonly group: string; readonly endpoint: string | undefined }[];
  readonly traces: readonly { readonly url: string; readonly region: string }[];
  readonly policies: PolicyFiles;
}

async function checkAccount(options: AccountOptions, probe: Probe): Promise<readonly Finding[]> {
  const { service, region, timeoutMs, logs, traces, policies } = options;
  const { values } = service.environment;
  const { credentials, source } = await findCredentials(values, timeoutMs);
  const problems = checkCredentials(values, { credentials, source });
  if (
    credentials === undefined ||
    region === undefined ||
    problems.some(({ status }) => status === 'problem')
  )
    return problems;
  const [identity, sent, ...groups] = await Promise.all([
    checkIdentity(
      {
        credentials,
        source,
        region,
        endpoint: endpointOf(values, 'AWS_ENDPOINT_URL_STS') ?? endpointOf(values, 'AWS_ENDPOINT_URL'),
        policies,
      },
      probe,
    ),
    Promise.all(traces.map((target) => checkTraceEndpoint({ credentials, policies, ...target }, probe))),
    ...logs.map(({ group, endpoint }) =>
      checkLogGroup({ credentials, region, endpoint, group, policies }, probe),
    ),
  ]);
  return [...problems, identity, ...sent, ...groups.flat()];
}

function describeLocal(services: readonly InspectedService[]): string {
  const sends = services.some(
    ({ telemetry }) => telemetry?.xray !== undefined || telemetry?.cloudwatch !== undefined,
  );
  return sends ? 'segments and log lines go to the local console' : 'segments and log lines go nowhere else';
}

function endpointOf(values: Readonly<Record<string, string>>, variable: string): string | undefined {
  const text = values[variable]?.trim().replace(/\/+$/, '') ?? '';
  return URL.canParse(text) ? text : undefined;
}

function distinct<T>(items: readonly T[]): readonly T[] {
  const texts = items.map((item) => JSON.stringify(item));
  return items.filter((_, index) => texts.indexOf(texts[index] ?? '') === index);
}
