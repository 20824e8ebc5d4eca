import type { Dependencies } from '../dependencies.ts';
import { spanNames } from './span-names.ts';

/** An error that was asked for. */
class DeliberateFaultError extends Error {
  override readonly name = 'DeliberateFaultError';
}

/** Fails in a span of its own, as a real fault of the domain would. */
export function failDownstream({ telemetry }: Pick<Dependencies, 'telemetry'>): Promise<never> {
  return telemetry.withSpan(spanNames.downstreamFault, async () => {
    await Promise.resolve();
    throw new DeliberateFaultError('failed downstream, because it was asked for');
  });
}
