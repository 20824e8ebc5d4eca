import type { Span } from '@cruddur/trace-model';
import type { Finding } from './finding.ts';

/** Of what is not sampled nothing is recorded: every span is one too many. */
export function checkNotRecorded(spans: readonly Span[]): readonly Finding[] {
  return spans.map(({ spanId }) => {
    return { code: 'recorded-unsampled', message: 'recorded although not sampled', spanId };
  });
}
