import { afterEach, beforeEach, expect, it } from 'vitest';
import { traceIdOf } from '../src/stack/trace-of.ts';
import { docker } from './docker-command.ts';
import { startLoad } from './start-load.ts';
import { hasBothServices, shownTrace } from './shown-trace.ts';
import { describeStack, stack } from './stack.ts';

/** `stop_grace_period`. */
const graceMs = 20_000;

describeStack('the stack under load', () => {
  beforeEach(stack.up);
  afterEach(stack.up);

  it('sends everything that it has accepted before it stops', async () => {
    const since = new Date();
    const load = startLoad(`${stack.gatewayUrl}/api/activities/home`);
    await load.answers(200);
    const startedMs = performance.now();
    await stack.compose(['stop', 'gateway', 'activities']);
    expect(performance.now() - startedMs).toBeLessThan(2 * graceMs);
    const { answered, statuses } = await load.stop();
    expect(statuses).toEqual([200]);
    console.log(`${answered.length} requests answered under load; looking for the trace of each`);
    expect(answered.length).toBeGreaterThanOrEqual(200);
    for (const traceId of answered) {
      const trace = await shownTrace(traceId, (shown) => hasBothServices(shown) && shown.logs.lineCount >= 2);
      expect(trace.xray.disagreementCount).toBe(0);
    }
    for (const service of ['gateway', 'activities'] as const) {
      expect(await stack.logsOf(service, since)).toContain('SIGTERM: finishing requests under way');
      expect(await stack.logsOf(service, since)).not.toMatch(/dropped \d+ items|never ended|cut off/);
    }
  });

  it('ends all of its processes by itself and in time when it is taken down', async () => {
    const load = startLoad(`${stack.gatewayUrl}/api/activities/home`);
    await load.answers(50);
    const startedMs = performance.now();
    const since = new Date().toISOString();
    await stack.compose(['down']);
    const tookMs = performance.now() - startedMs;
    const { statuses } = await load.stop();
    expect(statuses).toEqual([200]);
    // Gateway, then activities, then the two that they depend on: three times the grace period would be the limit.
    expect(tookMs).toBeLessThan(graceMs);
    expect(await exitCodes(since)).toEqual({ gateway: '0', activities: '0', console: '0', postgres: '0' });
  });

  it('keeps the posts over down and up', async () => {
    const message = `kept-${Date.now()}`;
    const created = await fetch(`${stack.gatewayUrl}/api/activities`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ message, ttl: '7-days' }),
    });
    expect(created.status).toBe(200);
    const { uuid }: { readonly uuid: string } = await created.json();
    await stack.compose(['down']);
    await stack.up();
    const shown = await fetch(`${stack.gatewayUrl}/api/activities/${uuid}`);
    expect(shown.status).toBe(200);
    expect(await shown.text()).toContain(message);
    // The console keeps nothing: its traces are gone.
    const { status } = await fetch(`${stack.consoleUrl}/api/traces/${traceIdOf(created)}`);
    expect(status).toBe(404);
  });
});

/** How each service's process ended since then: 137 would be a SIGKILL after the grace period. */
async function exitCodes(since: string): Promise<Readonly<Record<string, string | undefined>>> {
  const { stdout } = await docker([
    'events',
    '--since',
    since,
    '--until',
    new Date().toISOString(),
    '--filter',
    'event=die',
    '--filter',
    `label=com.docker.compose.project=${stack.name}`,
    '--format',
    '{{json .Actor.Attributes}}',
  ]);
  return Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line): Readonly<Record<string, string>> => JSON.parse(line))
      .map((attributes) => [attributes['com.docker.compose.service'] ?? '', attributes['exitCode']]),
  );
}
