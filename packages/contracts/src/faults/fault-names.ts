/** What can be asked to go wrong, to see what the telemetry makes of it. Offered outside of production only. */
export type FaultName = 'thrown' | 'rejected' | 'missing-return' | 'slow' | 'downstream-500';

export const faultNames: readonly FaultName[] = [
  'thrown',
  'rejected',
  'missing-return',
  'slow',
  'downstream-500',
];

export function isFaultName(name: string): name is FaultName {
  return faultNames.some((known) => known === name);
}
