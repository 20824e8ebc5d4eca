import type { WorkName } from './plan.ts';
import type { Sink, System } from './system.ts';
import type { VariantName } from './variants/variant.ts';

const spansOfWork = { 'two-hops': 3, 'one-hop': 1 } as const;

/** SERVER on gateway, CLIENT on gateway, SERVER on activities; or the last alone. */
export function spansPerRequest(variant: VariantName, work: WorkName): number {
  return variant === 'bare' || variant === 'noop-middleware' ? 0 : spansOfWork[work];
}

/** Sends the very first request to `system` and proves that it became the spans that it is going to be measured for. */
export async function checkFirstTrace(system: System, work: WorkName, sink: Sink): Promise<void> {
  const response = await fetch(system.url);
  const feed: unknown = await response.json();
  if (response.status !== 200 || !Array.isArray(feed) || feed.length !== 3)
    throw new Error(
      `${system.variant}: expected the home feed, got ${response.status} ${JSON.stringify(feed)}`,
    );
  await system.account();
  const { spans } = await sink.ask({ type: 'report' });
  const received = system.senders.reduce((sum, sender) => sum + (spans[sender] ?? 0), 0);
  const due = spansPerRequest(system.variant, work);
  if (received !== due)
    throw new Error(`${system.variant}: one request gave ${received} spans instead of ${due}`);
}
