export type Readiness = { readonly ready: true } | { readonly ready: false; readonly reason: string };

export interface ReadinessOptions {
  /** Plain fetch: probes are not part of any request's trace. */
  readonly fetch: typeof globalThis.fetch;
  readonly url: string;
  readonly timeoutMs: number;
  /** How long an outcome is reused, so that eager probes do not add up upstream. */
  readonly cacheMs: number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/** Tells whether the upstream answers. However often it is asked, one probe is under way at a time. */
export function createReadinessCheck(options: ReadinessOptions): () => Promise<Readiness> {
  let latest: { readonly atMs: number; readonly outcome: Promise<Readiness> } | undefined;
  return () => {
    const nowMs = options.now();
    if (latest === undefined || nowMs - latest.atMs >= options.cacheMs)
      latest = { atMs: nowMs, outcome: probe(options) };
    return latest.outcome;
  };
}

async function probe({ fetch, url, timeoutMs }: ReadinessOptions): Promise<Readiness> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    await response.body?.cancel();
    return response.ok ? { ready: true } : { ready: false, reason: `upstream answered ${response.status}` };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    return {
      ready: false,
      reason: timedOut ? `no answer within ${timeoutMs} ms` : 'upstream cannot be reached',
    };
  }
}
