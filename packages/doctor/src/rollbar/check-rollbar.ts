import { describeFailure } from '@cruddur/telemetry/checks';
import type { TelemetryConfig } from '@cruddur/telemetry';
import { findingsOf, type Finding } from '../finding.ts';
import type { Probe } from '../probe.ts';
import type { InspectedService } from '../services/inspect-service.ts';

type RollbarSettings = NonNullable<TelemetryConfig['rollbar']>;

const token = findingsOf('rollbar', 'rollbar-token');
const tokenRemedy = 'copy the token of scope post_server_item: the project, Settings, Project Access Tokens';

/** Whether Rollbar takes items with this token, and under which environment they will be found. */
export async function checkRollbar(
  services: readonly InspectedService[],
  probe: Probe,
): Promise<readonly Finding[]> {
  const targets = services.flatMap(({ telemetry, environment }) => {
    const settings = telemetry?.disabled === false ? telemetry.rollbar : undefined;
    const isGiven = (environment.values['ROLLBAR_ACCESS_TOKEN']?.trim() ?? '') !== '';
    return settings === undefined || !isGiven ? [] : [{ settings, telemetry, environment }];
  });
  const [first] = targets;
  if (first === undefined) return [token.ok(`Rollbar is off; ${describeErrors(services)}`)];
  const distinct = targets.filter(
    ({ settings }, index) => targets.findIndex((other) => isSame(other.settings, settings)) === index,
  );
  const tokens = await Promise.all(distinct.map(({ settings }) => checkToken(settings, probe)));
  const isNamed =
    (first.environment.values['ROLLBAR_ENVIRONMENT']?.trim() ?? '') !== '' ||
    first.telemetry?.resourceAttributes['deployment.environment.name'] !== undefined;
  return [...tokens, judgeEnvironment(first.settings.environment, isNamed)];
}

/**
 * An item without content is refused by every project, and leaves nothing behind; but who may not send any is refused
 * before somebody looks at it. https://docs.rollbar.com/reference/create-item
 */
async function checkToken({ endpoint, accessToken }: RollbarSettings, probe: Probe): Promise<Finding> {
  let response: Response;
  let text: string;
  try {
    response = await probe.send(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-rollbar-access-token': accessToken.reveal() },
      body: '{"data":{}}',
    });
    text = await response.text();
  } catch (error) {
    return token.problem(
      `Rollbar (${new URL(endpoint).host}) cannot be reached: ${describeFailure(error)}`,
      'is ROLLBAR_ENDPOINT right, and the network open?',
    );
  }
  const { status } = response;
  if (status === 400 || status === 422)
    return token.ok('Rollbar takes items with this token (post_server_item)');
  if (status === 401 || status === 403) return judgeRefusal(text);
  if (status === 429)
    return token.warning(
      'the project has sent all the items that it may for now: Rollbar answers 429',
      'wait, or raise the limit of the token: the project, Settings, Project Access Tokens',
    );
  return token.warning(
    `${new URL(endpoint).host} answers ${status} to an item: it is not Rollbar's own API`,
    'leave ROLLBAR_ENDPOINT empty unless a proxy is meant',
  );
}

function judgeRefusal(text: string): Finding {
  const scope = /access token only has ([a-z_, ]{1,80})/.exec(text)?.[1]?.trim();
  return scope === undefined
    ? token.problem('Rollbar does not know this token: no error arrives there', tokenRemedy)
    : token.problem(
        `this token may only ${scope}, which is not what a server sends with: Rollbar refuses every item`,
        tokenRemedy,
      );
}

function judgeEnvironment(environment: string, isNamed: boolean): Finding {
  const found = findingsOf('rollbar', 'rollbar-environment');
  return isNamed
    ? found.ok(
        `items are in environment ${JSON.stringify(environment)}; Rollbar's list hides level warning, which /rollbar/test sends, unless asked`,
      )
    : found.warning(
        `no environment is named, so all items are in ${JSON.stringify(environment)}`,
        'set ROLLBAR_ENVIRONMENT, or deployment.environment.name in OTEL_RESOURCE_ATTRIBUTES',
      );
}

function describeErrors(services: readonly InspectedService[]): string {
  return services.some(({ telemetry }) => telemetry?.rollbar !== undefined)
    ? 'errors go to the local console'
    : 'errors go to the log only';
}

function isSame(a: RollbarSettings, b: RollbarSettings): boolean {
  return a.endpoint === b.endpoint && a.accessToken.reveal() === b.accessToken.reveal();
}
