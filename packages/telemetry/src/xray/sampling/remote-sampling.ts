import type { Logger } from '../../log/logger.ts';
import { createFetchedRulesLog } from './foreign-rules.ts';
import { createOutageLog } from './outage-log.ts';
import { createPollLoop } from './poll-loop.ts';
import { createRemoteRules, type FetchedRules, type RemoteRules } from './remote-rules.ts';
import type { SampledService } from './rule-matcher.ts';
import { createSamplingApi, type SamplingProxy } from './sampling-api.ts';

export interface PollingSettings {
  readonly rulesIntervalMs: number;
  readonly targetsIntervalMs: number;
  /** How long rules are good for that could not be fetched again. */
  readonly rulesTtlMs: number;
  /** For one call. */
  readonly timeoutMs: number;
  /** The wait after a first failure; it doubles with every further one. */
  readonly firstRetryMs: number;
  readonly maxRetryMs: number;
}

const defaultPolling: PollingSettings = {
  rulesIntervalMs: 300_000,
  targetsIntervalMs: 10_000,
  rulesTtlMs: 3_600_000,
  timeoutMs: 5000,
  firstRetryMs: 1000,
  maxRetryMs: 60_000,
};

export interface RemoteSamplingOptions {
  readonly proxy: SamplingProxy;
  readonly service: SampledService;
  readonly log: Logger;
  readonly polling: Partial<PollingSettings>;
  /** Whose rules decide now. */
  readonly source: () => string;
  readonly nowMs: () => number;
  readonly monotonicMs: () => number;
  readonly random: () => number;
}

export interface RemoteSampling extends Pick<RemoteRules, 'active'>, Disposable {
  readonly start: () => void;
}

/** Fetches X-Ray's rules and reports to it, both in their own rhythm, until disposed. */
export function createRemoteSampling(options: RemoteSamplingOptions): RemoteSampling {
  const { proxy, service, log, source, nowMs, monotonicMs, random } = options;
  const polling = { ...defaultPolling, ...options.polling };
  const api = createSamplingApi({ proxy, clientId: randomHex(12), timeoutMs: polling.timeoutMs, nowMs });
  const { rulesTtlMs } = polling;
  const remote = createRemoteRules({ api, service, rulesTtlMs, nowMs, monotonicMs, random });
  const rulesOutage = createOutageLog(`fetching X-Ray's sampling rules from ${proxy.url}`, log);
  const reportOutage = createOutageLog(`reporting X-Ray's sampling statistics to ${proxy.url}`, log);
  const retry = { maxAttempts: Number.POSITIVE_INFINITY, maxDelayMs: polling.maxRetryMs };
  const say = createRulesLog(service.serviceName, log);

  const rulesLoop = createPollLoop({
    intervalMs: polling.rulesIntervalMs,
    firstDelayMs: 0,
    retry: { ...retry, firstDelayMs: polling.firstRetryMs },
    random,
    run: async (signal) => {
      try {
        const fetched = await remote.fetch(signal);
        rulesOutage.worked(`${fetched.rules.length} rules`);
        say(fetched);
      } catch (error) {
        if (!signal.aborted) rulesOutage.failed(error, `requests are sampled by the ${source()} rules`);
        throw error;
      }
    },
  });
  const targetsLoop = createPollLoop({
    intervalMs: polling.targetsIntervalMs,
    firstDelayMs: polling.targetsIntervalMs,
    // Never sooner than the next turn would have been.
    retry: { ...retry, firstDelayMs: 2 * polling.targetsIntervalMs },
    random,
    run: async (signal) => {
      try {
        await remote.report(signal);
        reportOutage.worked('they were kept');
      } catch (error) {
        if (!signal.aborted) reportOutage.failed(error, 'they are kept for the next report');
        throw error;
      }
      if (remote.areOutdated()) rulesLoop.hurry();
    },
  });

  return {
    active: remote.active,
    start: () => {
      rulesLoop.start();
      targetsLoop.start();
    },
    [Symbol.dispose]: () => {
      rulesLoop[Symbol.dispose]();
      targetsLoop[Symbol.dispose]();
    },
  };
}

/** Says what is to be said of fetched rules, once for every change of them. */
function createRulesLog(serviceName: string, log: Logger): (fetched: FetchedRules) => void {
  const tellOfRules = createFetchedRulesLog(serviceName, log);
  let last = '';
  return (fetched) => {
    const text = JSON.stringify(fetched);
    if (text === last) return;
    last = text;
    tellOfRules(fetched.rules);
    for (const { path, found, expected } of fetched.problems) {
      log.warn(`an X-Ray sampling rule is left out: ${path} is ${found}, expected ${expected}`);
    }
  };
}

function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
