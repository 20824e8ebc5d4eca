import { toSafeText } from '@cruddur/trace-model';
import type { TraceError } from '../api/error-types.ts';
import type { TraceDetail } from '../api/types.ts';

const maxNamed = 3;

/** One line on what was logged in the trace, and what was reported: `logs  5 lines (1 error) · 1 report: ...`. */
export function toLogsLine({ logs, errors, reportedErrorCount }: TraceDetail): string {
  const { lineCount, errorLineCount } = logs;
  const facts = [lineCount === 0 ? 'no lines' : count(lineCount, 'line')];
  if (errorLineCount > 0) facts[0] += ` (${count(errorLineCount, 'error')})`;
  if (reportedErrorCount > 0) {
    const named = errors.slice(0, maxNamed).map(describeError);
    const more = reportedErrorCount - named.length;
    facts.push(
      `${count(reportedErrorCount, 'report')}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    );
  }
  return `logs      ${facts.join(' · ')}`;
}

function describeError({ exceptions: [first], uuid }: TraceError): string {
  const text = first?.type === 'message' ? first.message.slice(0, 60) : (first?.type ?? '');
  return `${toSafeText(text)} (uuid ${toSafeText(uuid)})`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
