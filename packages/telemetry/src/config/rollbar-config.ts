import type { TraceLinkSettings } from '../errors/trace-links.ts';
import type { RollbarSettings } from '../rollbar/rollbar-settings.ts';
import { consolePort, readConsoleHost } from './console-host.ts';
import { isLoopback, readEndpointUrl } from './endpoint-url.ts';
import type { EnvironmentReader } from './environment-reader.ts';
import { createRedacted, type Redacted } from './redacted.ts';

const rollbarEndpoint = 'https://api.rollbar.com/api/1/item/';
/** For stand-ins on this machine, which take any token. */
const localToken = 'local';
const maxEnvironmentLength = 255;
const tokenShape = /^[\x21-\x7e]{1,512}$/;

interface RollbarSurroundings {
  readonly serviceName: string;
  /** `service.version` and `deployment.environment.name` of the resource. */
  readonly resource: Readonly<Record<string, unknown>>;
  /** Whether segments or spans go to X-Ray. */
  readonly tracesToXRay: boolean;
}

/**
 * Where errors are reported: `ROLLBAR_ACCESS_TOKEN` alone means Rollbar itself; an endpoint on this machine needs no
 * token; else the local console of `npm run dev` (`CRUDDUR_CONSOLE_HOST`). Undefined when none is set.
 */
export function readRollbarSettings(
  read: EnvironmentReader,
  surroundings: RollbarSurroundings,
): RollbarSettings | undefined {
  const { resource } = surroundings;
  const token = readToken(read);
  const given = readEndpoint(read);
  const environmentVariable = read.text('ROLLBAR_ENVIRONMENT');
  if (environmentVariable !== undefined && environmentVariable.length > maxEnvironmentLength) {
    read.problem(
      'ROLLBAR_ENVIRONMENT',
      `a text of ${environmentVariable.length} characters`,
      `at most ${maxEnvironmentLength}`,
    );
  }
  const sendUserIp = read.boolean('CRUDDUR_ROLLBAR_USER_IP', false);
  const links = readLinks(read, surroundings);
  const target = chooseTarget(read, given, token);
  if (target === undefined) {
    if (environmentVariable !== undefined)
      read.warn('ROLLBAR_ENVIRONMENT is ignored: neither ROLLBAR_ACCESS_TOKEN nor ROLLBAR_ENDPOINT is set');
    return undefined;
  }
  const environment = environmentVariable ?? textOf(resource['deployment.environment.name']) ?? 'development';
  return {
    ...target,
    environment: environment.slice(0, maxEnvironmentLength),
    codeVersion: textOf(resource['service.version']),
    sendUserIp,
    links,
  };
}

function chooseTarget(
  read: EnvironmentReader,
  given: string | undefined,
  token: Redacted | undefined,
): Pick<RollbarSettings, 'endpoint' | 'accessToken'> | undefined {
  if (given !== undefined) {
    if (token !== undefined) return { endpoint: given, accessToken: token };
    if (isLoopback(given)) return { endpoint: given, accessToken: createRedacted(localToken) };
    read.problem(
      'ROLLBAR_ACCESS_TOKEN',
      'nothing',
      'the post_server_item token of the project, as ROLLBAR_ENDPOINT is not on this machine',
    );
    return undefined;
  }
  if (token !== undefined) return { endpoint: rollbarEndpoint, accessToken: token };
  const consoleHost = readConsoleHost(read);
  return consoleHost === undefined || read.text('ROLLBAR_ENDPOINT') !== undefined
    ? undefined
    : {
        endpoint: `http://${consoleHost}:${consolePort}/rollbar/api/1/item/`,
        accessToken: createRedacted(localToken),
      };
}

function readToken(read: EnvironmentReader): Redacted | undefined {
  const token = read.secret('ROLLBAR_ACCESS_TOKEN');
  if (token === undefined || tokenShape.test(token.reveal())) return token;
  read.problem(
    'ROLLBAR_ACCESS_TOKEN',
    'characters that no token has',
    'the post_server_item token as the project shows it',
  );
  return undefined;
}

function readEndpoint(read: EnvironmentReader): string | undefined {
  const text = readEndpointUrl(read, 'ROLLBAR_ENDPOINT', 'the token goes into ROLLBAR_ACCESS_TOKEN');
  if (text === undefined) return undefined;
  const url = new URL(text);
  // An origin alone stands for its Item API.
  return url.pathname === '/' ? `${url.origin}/api/1/item/` : `${text}/`;
}

function readLinks(
  read: EnvironmentReader,
  { serviceName, tracesToXRay }: RollbarSurroundings,
): TraceLinkSettings {
  const region = read.text('AWS_REGION') ?? read.text('AWS_DEFAULT_REGION');
  const group = read.text('CLOUDWATCH_LOG_GROUP');
  const team = read.text('HONEYCOMB_TEAM');
  const environment = read.text('HONEYCOMB_ENVIRONMENT');
  if ((team === undefined) !== (environment === undefined))
    read.warn('HONEYCOMB_TEAM and HONEYCOMB_ENVIRONMENT make links only together');
  const consoleHost = readConsoleHost(read);
  const isEuropean = read.text('HONEYCOMB_ENDPOINT')?.includes('.eu1.') === true;
  return {
    consoleUrl: consoleHost === undefined ? undefined : `http://${consoleHost}:${consolePort}`,
    honeycomb:
      team === undefined || environment === undefined
        ? undefined
        : {
            url: isEuropean ? 'https://ui.eu1.honeycomb.io' : 'https://ui.honeycomb.io',
            team,
            environment,
            dataset: serviceName,
          },
    xrayRegion: tracesToXRay ? region : undefined,
    logs: region === undefined || group === undefined ? undefined : { region, group },
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
