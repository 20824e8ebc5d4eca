import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from '../src/stack/eventually.ts';
import { traceIdOf } from '../src/stack/trace-of.ts';
import { docker } from './docker-command.ts';
import { hasBothServices, shownTrace } from './shown-trace.ts';
import { describeStack, stack } from './stack.ts';

const home = (): Promise<Response> => fetch(`${stack.gatewayUrl}/api/activities/home`);

interface ErrorBody {
  readonly code: string;
  readonly traceId: string;
}

async function failedHome(): Promise<
  ErrorBody & { readonly status: number; readonly retryAfter: string | null }
> {
  const response = await home();
  const body: ErrorBody = await response.json();
  expect(body.traceId).toBe(traceIdOf(response));
  return { ...body, status: response.status, retryAfter: response.headers.get('retry-after') };
}

/** Until the home feed is there again; nobody restarts anything. */
async function recoveredHome(timeoutMs: number): Promise<Response> {
  return eventually(
    'the home feed answers again',
    async () => {
      const response = await home();
      if (response.status === 200) return response;
      await response.body?.cancel();
      return undefined;
    },
    timeoutMs,
  );
}

/** The status of an answer of activities, which publishes no port. */
async function askActivities(path: string): Promise<number> {
  const script = `console.log((await fetch('http://127.0.0.1:4568${path}')).status)`;
  return Number(await stack.runInside('activities', script));
}

interface State {
  readonly StartedAt: string;
  readonly ExitCode: number;
  readonly Running: boolean;
  readonly Pid: number;
}

async function stateOf(service: string): Promise<State> {
  const { stdout } = await docker([
    'inspect',
    '--format',
    '{{json .State}}',
    await stack.containerOf(service),
  ]);
  return JSON.parse(stdout);
}

describeStack('docker compose kill (the table is in README.md beside this)', () => {
  beforeEach(stack.up);
  afterEach(stack.up);

  it('of the console: requests are answered as before; what it would have got is dropped and counted', async () => {
    const since = new Date();
    await stack.compose(['kill', 'console']);
    for (let request = 0; request < 10; request += 1) {
      const startedMs = performance.now();
      const response = await home();
      await response.text();
      expect(response.status).toBe(200);
      expect(performance.now() - startedMs).toBeLessThan(2000);
    }
    await stack.compose(['stop', 'gateway']);
    expect(await stateOf('gateway')).toMatchObject({ ExitCode: 0, Running: false });
    const log = await stack.logsOf('gateway', since);
    expect(log).toMatch(/telemetry sink otlp dropped \d+ items in all/);
    expect(log).toMatch(/telemetry sink cloudwatch dropped \d+ items in all/);
  });

  it('of the console: the next requests are shown as soon as it is back', async () => {
    const before = await stateOf('gateway');
    await stack.compose(['kill', 'console']);
    expect((await home()).status).toBe(200);
    await stack.compose(['up', '--detach', '--no-build', '--wait', 'console']);
    const trace = await eventually(
      'a trace by OTLP and by X-Ray',
      async () => {
        const traceId = traceIdOf(await home());
        return shownTrace(traceId, hasBothServices, 3000).catch(() => undefined);
      },
      // Names are asked for again every 30 seconds: the console may have come back with another address.
      60_000,
    );
    expect(trace.services).toHaveLength(2);
    expect((await stateOf('gateway')).StartedAt).toBe(before.StartedAt);
  });

  it('of postgres: errors with code and trace id, one trace each at all four doors, until it is back', async () => {
    const before = await stateOf('activities');
    await stack.compose(['kill', 'postgres']);
    const failed = await eventually('a failure', async () => {
      const answer = await failedHome();
      return answer.status === 200 ? undefined : answer;
    });
    expect(failed).toMatchObject({ status: 502, code: 'upstream_error' });
    // The one request, and no other, at all four doors of the console.
    const trace = await shownTrace(
      failed.traceId,
      (shown) => hasBothServices(shown) && shown.errors.length > 0 && shown.logs.lineCount > 0,
    );
    expect(trace.errorCount).toBeGreaterThan(0);
    expect(trace.errors).toEqual([
      expect.objectContaining({ service: 'activities', traceId: failed.traceId }),
    ]);
    // Alive, and not ready.
    expect(await askActivities('/health')).toBe(200);
    expect(await askActivities('/ready')).toBe(503);

    await stack.compose(['start', 'postgres']);
    await recoveredHome(30_000);
    expect((await stateOf('activities')).StartedAt).toBe(before.StartedAt);
  });

  it('of activities: 503 with the trace id, at once when the breaker is open, until it is back', async () => {
    const before = await stateOf('gateway');
    await stack.compose(['kill', 'activities']);
    for (let request = 0; request < 15; request += 1)
      expect(await failedHome()).toMatchObject({ status: 503, code: 'upstream_unavailable' });
    const { retryAfter, traceId } = await failedHome();
    expect(Number(retryAfter)).toBeGreaterThan(0);
    // Nothing is even tried: the gateway's SERVER span is alone.
    const trace = await shownTrace(traceId, ({ spans }) => spans.length > 0);
    expect(
      trace.spans.map(({ service, attributes }) => [service, attributes['cruddur.upstream.failure']]),
    ).toEqual([['gateway', 'circuit-open']]);
    expect((await fetch(`${stack.gatewayUrl}/health`)).status).toBe(200);
    expect((await fetch(`${stack.gatewayUrl}/ready`)).status).toBe(503);

    await stack.compose(['start', 'activities']);
    const recovered = await recoveredHome(30_000);
    await shownTrace(traceIdOf(recovered), hasBothServices);
    expect((await stateOf('gateway')).StartedAt).toBe(before.StartedAt);
  });

  it('of the gateway: nobody answers, all else goes on, and a start is enough', async () => {
    await stack.compose(['kill', 'gateway']);
    await expect(home()).rejects.toThrow('fetch failed');
    expect((await fetch(`${stack.consoleUrl}/ready`)).status).toBe(200);
    expect(await askActivities('/ready')).toBe(200);
    await stack.compose(['start', 'gateway']);
    const recovered = await recoveredHome(30_000);
    await shownTrace(traceIdOf(recovered), hasBothServices);
  });

  it('is no crash: a process that dies by itself comes back by itself', async (context) => {
    const { Pid, StartedAt } = await stateOf('activities');
    if (!(await isProcessOf(Pid, await stack.containerOf('activities')))) {
      console.log(
        'LEFT OUT: the crash of a service, because its process is on another machine or not ours to end.',
      );
      context.skip();
    }
    process.kill(Pid, 'SIGKILL');
    const started = await eventually('another start', async () => {
      const state = await stateOf('activities');
      return state.Running && state.StartedAt !== StartedAt ? state : undefined;
    });
    expect(started.Pid).not.toBe(Pid);
    expect((await recoveredHome(30_000)).status).toBe(200);
  });
});

/** Whether it is this machine's process of that number, and ours to signal. */
async function isProcessOf(pid: number, container: string): Promise<boolean> {
  if (pid < 2 || process.getuid?.() !== 0) return false;
  const groups = await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '');
  return groups.includes(container);
}
