import type { TraceSummary } from '../../src/api/types.ts';

/** One word of a filter: a test, true for the traces that it lets through. */
type Term = (summary: TraceSummary) => boolean;

const STATUS_CLASS = /^[1-5]xx$/;
const STATUS_CODE = /^[1-5]\d\d$/;

/**
 * The traces that fit a filter. Words are joined by "and"; each is looked for in the service names, the root
 * span's name, the status and the start of the trace id (W3C or X-Ray), without regard to case. `service:`,
 * `route:`, `status:` and `id:` look in one place; `error` or `is:error` asks for failed traces, `is:reported` for those
 * from which errors were reported, `is:mismatch` for those whose X-Ray documents disagree with their spans.
 */
export function filterTraces(traces: readonly TraceSummary[], filter: string): readonly TraceSummary[] {
  const terms = filter.toLowerCase().split(/\s+/).filter(Boolean).map(toTerm);
  return terms.length === 0 ? traces : traces.filter((summary) => terms.every((term) => term(summary)));
}

function toTerm(word: string): Term {
  const colon = word.indexOf(':');
  const value = word.slice(colon + 1);
  if (word === 'error' || word === 'is:error') return (summary) => summary.errorCount > 0;
  if (word === 'is:reported') return (summary) => summary.reportedErrorCount > 0;
  if (word === 'is:mismatch') return (summary) => summary.xray.disagreementCount > 0;
  if (value !== '') {
    switch (word.slice(0, colon)) {
      case 'service':
        return (summary) => hasService(summary, value);
      case 'route':
        return (summary) => hasRoute(summary, value);
      case 'status':
        return (summary) => hasStatus(summary, value);
      case 'id':
        return (summary) => hasId(summary, value);
    }
  }
  return (summary) =>
    hasService(summary, word) ||
    hasRoute(summary, word) ||
    hasId(summary, word) ||
    ((STATUS_CLASS.test(word) || STATUS_CODE.test(word)) && hasStatus(summary, word));
}

function hasService(summary: TraceSummary, text: string): boolean {
  return summary.services.some(({ name }) => name.toLowerCase().includes(text));
}

function hasRoute(summary: TraceSummary, text: string): boolean {
  return summary.rootName.toLowerCase().includes(text);
}

function hasStatus(summary: TraceSummary, text: string): boolean {
  const status = String(summary.httpStatusCode ?? '');
  return STATUS_CLASS.test(text)
    ? status.startsWith(text.slice(0, 1))
    : status !== '' && status.startsWith(text);
}

function hasId(summary: TraceSummary, text: string): boolean {
  return summary.traceId.startsWith(text) || summary.xrayTraceId.startsWith(text);
}
