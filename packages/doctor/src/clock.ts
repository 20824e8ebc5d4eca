import { findingsOf, type Finding } from './finding.ts';
import type { ObservedClock } from './probe.ts';

const toldFromMs = 60_000;
/** AWS refuses what was signed five minutes off its clock. */
const refusedFromMs = 5 * 60_000;

/** Whether this machine's clock agrees with those that answered; nothing when nobody did. */
export function judgeClocks(clocks: readonly ObservedClock[]): readonly Finding[] {
  const found = findingsOf('local', 'clock-skew');
  const [worst] = clocks.toSorted((a, b) => Math.abs(b.aheadMs) - Math.abs(a.aheadMs));
  if (worst === undefined) return [];
  const skewMs = Math.abs(worst.aheadMs);
  if (skewMs < toldFromMs)
    return [found.ok('the clock agrees with those that answered, to less than a minute')];
  const direction = worst.aheadMs > 0 ? 'behind' : 'ahead of';
  const message = `this machine's clock is ${Math.round(skewMs / 1000)} s ${direction} that of ${worst.host}`;
  const remedy = 'set it by NTP (timedatectl set-ntp true; in a virtual machine, resume its time service)';
  return skewMs < refusedFromMs
    ? [found.warning(`${message}: spans and log lines get the wrong time`, remedy)]
    : [
        found.problem(
          `${message}: AWS refuses signatures, and spans and log lines get the wrong time`,
          remedy,
        ),
      ];
}
