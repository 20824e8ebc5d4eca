import type { Redacted } from '../config/redacted.ts';
import type { OtlpSettings } from '../otlp/otlp-settings.ts';

/** Who can be asked about a key. */
export interface HoneycombTarget {
  /** Of the API, without a slash at the end. */
  readonly url: string;
  readonly key: Redacted;
}

export type HoneycombAnswer =
  | {
      readonly type: 'key';
      /** As in the address of its pages. */
      readonly team: string;
      /** As in the address of its pages; '' of a Classic key. */
      readonly environment: string;
      readonly canSendEvents: boolean;
      readonly canCreateDatasets: boolean;
    }
  | { readonly type: 'refused' }
  /** Some answer that is none of this API: a proxy, or another OTLP receiver. */
  | { readonly type: 'unclear'; readonly status: number }
  | { readonly type: 'unreachable'; readonly error: unknown };

export interface HoneycombVerdict {
  readonly severity: 'problem' | 'warning';
  readonly message: string;
  readonly remedy: string;
}

/** Where traces go with a key of Honeycomb's; undefined when they go elsewhere. */
export function honeycombTargetOf(otlp: OtlpSettings | undefined): HoneycombTarget | undefined {
  const key = otlp?.headers.find(([name]) => name === 'x-honeycomb-team')?.[1];
  return otlp === undefined || key === undefined
    ? undefined
    : { url: otlp.endpoint.replace(/\/v1\/\w+$/, ''), key };
}

/** Asks which team and environment the key belongs to. Never rejects. https://docs.honeycomb.io/api/auth/list-authorizations */
export async function askHoneycomb(
  { url, key }: HoneycombTarget,
  send: (url: string, init: RequestInit) => Promise<Response>,
): Promise<HoneycombAnswer> {
  try {
    const response = await send(`${url}/1/auth`, { headers: { 'x-honeycomb-team': key.reveal() } });
    if (response.status === 401 || response.status === 403) {
      await response.body?.cancel();
      return { type: 'refused' };
    }
    const body: unknown = await response.json().catch(() => undefined);
    return toAnswer(response.status, body);
  } catch (error) {
    return { type: 'unreachable', error };
  }
}

function toAnswer(status: number, body: unknown): HoneycombAnswer {
  const team = slugOf(fieldOf(body, 'team'));
  if (status !== 200 || team === undefined) return { type: 'unclear', status };
  const access = fieldOf(body, 'api_key_access');
  return {
    type: 'key',
    team,
    environment: slugOf(fieldOf(body, 'environment')) ?? '',
    canSendEvents: fieldOf(access, 'events') === true,
    canCreateDatasets: fieldOf(access, 'createDatasets') === true,
  };
}

/** What is wrong with a key, each in a line, with what to do about it; nothing when it serves. */
export function judgeHoneycombKey(
  answer: HoneycombAnswer,
  { url }: HoneycombTarget,
): readonly HoneycombVerdict[] {
  if (answer.type === 'refused') {
    return [
      {
        severity: 'problem',
        message: `Honeycomb (${url}) does not know this key: it answers 401 and takes no traces`,
        remedy: `copy an ingest key whole; ${otherRegion(url)}`,
      },
    ];
  }
  if (answer.type !== 'key') return [];
  const { team, environment, canSendEvents, canCreateDatasets } = answer;
  const place = `team ${team}, environment ${environment === '' ? '(Classic)' : environment}`;
  const verdicts: HoneycombVerdict[] = [];
  if (!canSendEvents) {
    verdicts.push({
      severity: 'problem',
      message: `this key of ${place} may not send events`,
      remedy: 'make an ingest key for that environment and set HONEYCOMB_API_KEY to it',
    });
  } else if (!canCreateDatasets) {
    verdicts.push({
      severity: 'warning',
      message: `this key of ${place} may not create datasets, and each service is one`,
      remedy: 'allow "Can create datasets" for the key, or make the datasets by hand',
    });
  }
  if (environment === 'test') {
    verdicts.push({
      severity: 'warning',
      message: `traces go to ${place}, which Honeycomb makes by itself and nobody looks at`,
      remedy: 'take the key of the environment that you look at, or switch to "test" in the page\'s menu',
    });
  }
  return verdicts;
}

function otherRegion(url: string): string {
  return url.includes('.eu1.')
    ? 'keys of US teams are known at https://api.honeycomb.io only: leave HONEYCOMB_ENDPOINT empty'
    : 'keys of EU teams need HONEYCOMB_ENDPOINT=https://api.eu1.honeycomb.io';
}

function slugOf(value: unknown): string | undefined {
  const slug = fieldOf(value, 'slug');
  return typeof slug === 'string' ? slug.replace(/[^\w.-]/g, '?').slice(0, 100) : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
