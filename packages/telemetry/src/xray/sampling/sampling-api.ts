import type { HttpTransport } from '../../delivery/http-transport.ts';
import { isRecord } from '../../is-record.ts';
import { withDeadline } from './deadline.ts';
import { parseRuleRecords, type RuleRecords } from './rule-records.ts';
import type { RuleCounts } from './rule-statistics.ts';
import { parseSamplingTargets, type SamplingTargets } from './sampling-targets.ts';

/** The TCP side of an X-Ray daemon, which signs what it is sent and hands it to X-Ray. */
export interface SamplingProxy {
  /** Its origin, such as `http://127.0.0.1:2000`. */
  readonly url: string;
  readonly post: HttpTransport;
}

/** What one process says of one rule. */
interface RuleReport {
  readonly ruleName: string;
  readonly counts: RuleCounts;
}

/** The two calls of X-Ray's API that samplers make. They reject, with a reason for a person, when there is no answer. */
export interface SamplingApi {
  readonly getRules: (signal: AbortSignal) => Promise<RuleRecords>;
  /** At most `maxReportsPerCall` reports. */
  readonly getTargets: (reports: readonly RuleReport[], signal: AbortSignal) => Promise<SamplingTargets>;
}

/** GetSamplingTargets takes no more documents at once. */
export const maxReportsPerCall = 25;
/** Far more than an account can have. */
const maxPages = 20;

export interface SamplingApiOptions {
  readonly proxy: SamplingProxy;
  /** 24 hex digits that tell this process from the others. */
  readonly clientId: string;
  readonly timeoutMs: number;
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
}

export function createSamplingApi({ proxy, clientId, timeoutMs, nowMs }: SamplingApiOptions): SamplingApi {
  const call = async (path: string, request: object, outer: AbortSignal): Promise<unknown> => {
    const { status, body } = await withDeadline(timeoutMs, outer, (signal) =>
      proxy.post({
        url: `${proxy.url}${path}`,
        headers: { 'content-type': 'application/json' },
        body: new TextEncoder().encode(JSON.stringify(request)),
        signal,
      }),
    );
    const answer = body === undefined ? undefined : parseJson(body);
    if (status !== 200) throw new Error(`HTTP ${status}${errorMessage(answer)}`);
    if (body === undefined) throw new Error('the answer is too long');
    return answer;
  };

  return {
    getRules: async (signal) => {
      const pages: RuleRecords[] = [];
      let nextToken: string | undefined;
      do {
        const page = parseRuleRecords(
          await call('/GetSamplingRules', nextToken === undefined ? {} : { NextToken: nextToken }, signal),
        );
        if (page === undefined) throw new Error('the answer has no sampling rules');
        pages.push(page);
        if (pages.length > maxPages) throw new Error(`the sampling rules have more than ${maxPages} pages`);
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return {
        rules: pages.flatMap(({ rules }) => rules),
        problems: pages.flatMap(({ problems }) => problems),
        modifiedAtMs: Math.max(...pages.map(({ modifiedAtMs }) => modifiedAtMs)),
        nextToken: undefined,
      };
    },
    getTargets: async (reports, signal) => {
      const timestamp = nowMs() / 1000;
      const documents = reports.map(({ ruleName, counts }) => ({
        RuleName: ruleName,
        ClientID: clientId,
        Timestamp: timestamp,
        RequestCount: counts.requests,
        SampledCount: counts.sampled,
        BorrowCount: counts.borrowed,
      }));
      const answer = await call('/SamplingTargets', { SamplingStatisticsDocuments: documents }, signal);
      const targets = parseSamplingTargets(answer);
      if (targets === undefined) throw new Error('the answer has no sampling targets');
      return targets;
    },
  };
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

const maxMessageLength = 200;

/** What X-Ray or the daemon says of an error: usually that credentials or permissions are missing. */
function errorMessage(answer: unknown): string {
  const message = isRecord(answer) ? (answer['message'] ?? answer['Message']) : undefined;
  return typeof message === 'string' ? `: ${message.slice(0, maxMessageLength)}` : '';
}
