import { toXRayTraceId } from '../propagation/xray-header.ts';

/** What is known of the places where traces and log lines are shown. */
export interface TraceLinkSettings {
  /** The page of one's own console, without a trailing slash. */
  readonly consoleUrl?: string | undefined;
  readonly honeycomb?: HoneycombPage | undefined;
  /** Region of the AWS console; given only when traces are sent to X-Ray. */
  readonly xrayRegion?: string | undefined;
  readonly logs?: { readonly region: string; readonly group: string } | undefined;
}

interface HoneycombPage {
  /** `https://ui.honeycomb.io`, or the one of the EU instance. */
  readonly url: string;
  readonly team: string;
  readonly environment: string;
  readonly dataset: string;
}

/** How far from the moment of an error its trace is looked for. */
const windowMs = 30 * 60_000;

/** URLs of a trace, by tool, as far as the settings suffice. */
export function toTraceLinks(
  { consoleUrl, honeycomb, xrayRegion, logs }: TraceLinkSettings,
  traceId: string | undefined,
  timeMs: number,
): Readonly<Record<string, string>> {
  if (traceId === undefined) return {};
  return {
    ...(consoleUrl === undefined ? undefined : { console: `${consoleUrl}/traces/${traceId}` }),
    ...(honeycomb === undefined ? undefined : { honeycomb: honeycombUrl(honeycomb, traceId, timeMs) }),
    ...(xrayRegion === undefined
      ? undefined
      : { xray: `${cloudWatchUrl(xrayRegion)}#xray:traces/${toXRayTraceId(traceId)}` }),
    ...(logs === undefined ? undefined : { logs: logsUrl(logs.region, logs.group, traceId, timeMs) }),
  };
}

function honeycombUrl(
  { url, team, environment, dataset }: HoneycombPage,
  traceId: string,
  timeMs: number,
): string {
  const path = [team, 'environments', environment, 'datasets', dataset, 'trace']
    .map(encodeURIComponent)
    .join('/');
  const [start, end] = [timeMs - windowMs, timeMs + windowMs].map((ms) => Math.round(ms / 1000));
  return `${url}/${path}?trace_id=${traceId}&trace_start_ts=${start}&trace_end_ts=${end}`;
}

function cloudWatchUrl(region: string): string {
  const domain = region.startsWith('cn-') ? 'amazonaws.cn' : 'aws.amazon.com';
  return `https://${region}.console.${domain}/cloudwatch/home?region=${region}`;
}

/** A query in Logs Insights, in the notation that its page keeps in the fragment. */
function logsUrl(region: string, group: string, traceId: string, timeMs: number): string {
  const query = `fields @timestamp, level, message\n| filter traceId = "${traceId}"\n| sort @timestamp asc`;
  const [start = '', end = ''] = [timeMs - windowMs, timeMs + windowMs].map((ms) =>
    new Date(ms).toISOString(),
  );
  const detail = `~(end~'${escapeText(end)}~start~'${escapeText(start)}~timeType~'ABSOLUTE~tz~'UTC~editorString~'${escapeText(query)}~source~(~'${escapeText(group)}))`;
  const fragment = encodeURIComponent(`?queryDetail=${detail}`)
    .replaceAll("'", '%27')
    .replaceAll('(', '%28')
    .replaceAll(')', '%29')
    .replaceAll('%', '$');
  return `${cloudWatchUrl(region)}#logsV2:logs-insights${fragment}`;
}

/** Everything but plain characters as `*` and two hex digits. */
function escapeText(text: string): string {
  return text.replace(
    /[^A-Za-z0-9_.-]/g,
    (character) => `*${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
