import { toSafeText, type Disagreement } from '@cruddur/trace-model';
import type { TraceDetail } from '../api/types.ts';

/** One line on what came of the trace by X-Ray, and whether it says the same as the spans. */
export function toXRayLine({ spanCount, xray }: TraceDetail): string {
  const { documentCount, disagreementCount, disagreements, rejected } = xray;
  const facts = [documentCount === 0 ? 'no documents' : count(documentCount, 'document')];
  if (documentCount > 0) {
    if (spanCount === 0) facts.push('no span by OTLP to compare with');
    else if (disagreementCount === 0) facts.push('same ids, parents and times as the spans');
    else
      facts.push(`${count(disagreementCount, 'disagreement')} with the spans (${toSubjects(disagreements)})`);
  }
  if (rejected.length > 0)
    facts.push(`${rejected.length} rejected: ${toFirstReason(rejected[0]?.reason ?? '')}`);
  return `segments  ${facts.join(' · ')}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function toSubjects(disagreements: readonly Disagreement[]): string {
  return [...new Set(disagreements.map(({ about }) => about.replace('-', ' ')))].join(', ');
}

function toFirstReason(reason: string): string {
  return toSafeText(reason.split('\n')[0] ?? '');
}
