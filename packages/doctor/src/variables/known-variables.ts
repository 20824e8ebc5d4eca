const ours =
  /^(OTEL|HONEYCOMB|AWS_XRAY|AWS_ENDPOINT_URL|AWS_CONTAINER|CLOUDWATCH|ROLLBAR|CRUDDUR|LOG)_|^(PORT|HOST|ACTIVITIES_URL|DATABASE_URL)$/;
/** Those of the AWS SDK's that decide where we send and as whom. */
const aws =
  /^AWS_(REGION|DEFAULT_REGION|PROFILE|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|ENDPOINT_URL|ROLE_ARN|WEB_IDENTITY_TOKEN_FILE|CONFIG_FILE|SHARED_CREDENTIALS_FILE)$/;
const secret = /KEY$|KEY_ID$|TOKEN|SECRET|PASSWORD|HEADERS|DATABASE_URL/;
/** Whose values may be shown: none of them can carry a password. */
const plain =
  /^(AWS_(REGION|DEFAULT_REGION|PROFILE)|OTEL_(SERVICE_NAME|TRACES_SAMPLER|SDK_DISABLED|TRACES_EXPORTER)|LOG_\w+|ROLLBAR_ENVIRONMENT|HONEYCOMB_(TEAM|ENVIRONMENT)|CLOUDWATCH_LOG_(GROUP|RETENTION_DAYS)|PORT|HOST)$/;

/** Whether a variable is of those that the services read. */
export function isOurVariable(name: string): boolean {
  return ours.test(name) || aws.test(name);
}

export function isSecretVariable(name: string): boolean {
  return secret.test(name) && name !== 'AWS_ACCESS_KEY_ID';
}

/** What may be told of a value: all of it, or only of which kind it is. */
export function describeValue(name: string, value: string): string {
  if (plain.test(name)) return `${name}=${value.slice(0, 60)}`;
  if (name === 'AWS_ACCESS_KEY_ID') return `${name} (${accessKeyClass(value)})`;
  if (name === 'HONEYCOMB_API_KEY')
    return `${name} (${honeycombKeyClass(value)}, ${value.length} characters)`;
  if (isSecretVariable(name)) return `${name} (${value.length} characters)`;
  return name;
}

function accessKeyClass(value: string): string {
  if (value.startsWith('AKIA')) return 'AKIA…, a long-lived key';
  if (value.startsWith('ASIA')) return 'ASIA…, a temporary key';
  return `${value.length} characters`;
}

/** https://docs.honeycomb.io/api/authentication */
function honeycombKeyClass(value: string): string {
  const kind = /^hc[a-z]([ilm])[ckx]_/.exec(value)?.[1];
  if (kind === 'i') return 'ingest key';
  if (kind === 'l') return 'configuration key';
  if (kind === 'm') return 'management key';
  return 'key';
}
