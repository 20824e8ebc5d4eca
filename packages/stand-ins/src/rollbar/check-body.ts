import { isRecord } from '../is-record.ts';
import type { RollbarBodyKind } from './types.ts';

export type BodyCheck =
  | { readonly ok: true; readonly kind: RollbarBodyKind; readonly title: string }
  /** The message begins with the path below `data.body`. */
  | { readonly ok: false; readonly message: string };

const kinds: readonly RollbarBodyKind[] = ['trace', 'trace_chain', 'message', 'crash_report'];
const maxTitleLength = 255;

/** Checks what the item is about: exactly one of the four kinds, and breadcrumbs beside it. */
export function checkBody(body: unknown): BodyCheck {
  if (!isRecord(body)) return wrong('', 'is required and is an object');
  const present = kinds.filter((kind) => body[kind] !== undefined);
  const [kind] = present;
  if (kind === undefined || present.length > 1) {
    return wrong(
      '',
      `has ${present.length === 0 ? 'none' : present.join(' and ')} of ${kinds.join(', ')}; exactly one is required`,
    );
  }
  const breadcrumbs = checkBreadcrumbs(body['telemetry']);
  if (breadcrumbs !== undefined) return breadcrumbs;
  const result = checkKind(kind, body[kind]);
  return result.ok ? { ...result, title: result.title.slice(0, maxTitleLength) } : result;
}

function checkKind(kind: RollbarBodyKind, value: unknown): BodyCheck {
  switch (kind) {
    case 'trace':
      return checkTrace(value, '.trace', kind);
    case 'trace_chain': {
      if (!Array.isArray(value) || value.length === 0)
        return wrong('.trace_chain', 'is not a list of traces');
      const checks = value.map((trace, index) => checkTrace(trace, `.trace_chain[${index}]`, kind));
      const [first] = checks;
      return checks.find((check) => !check.ok) ?? first ?? wrong('.trace_chain', 'is empty');
    }
    case 'message':
    case 'crash_report': {
      const member = kind === 'message' ? 'body' : 'raw';
      const text = isRecord(value) ? value[member] : undefined;
      if (typeof text !== 'string' || text === '')
        return wrong(`.${kind}.${member}`, 'is required and is a string');
      return { ok: true, kind, title: text };
    }
  }
}

function checkTrace(trace: unknown, path: string, kind: RollbarBodyKind): BodyCheck {
  if (!isRecord(trace)) return wrong(path, 'is not an object');
  const { frames, exception } = trace;
  if (!Array.isArray(frames)) return wrong(`${path}.frames`, 'is required and is a list');
  for (const [index, frame] of frames.entries()) {
    const problem = checkFrame(frame);
    if (problem !== undefined) return wrong(`${path}.frames[${index}]${problem.member}`, problem.message);
  }
  if (!isRecord(exception)) return wrong(`${path}.exception`, 'is required and is an object');
  const name = exception['class'];
  if (typeof name !== 'string' || name === '')
    return wrong(`${path}.exception.class`, 'is required and is a string');
  for (const member of ['message', 'description']) {
    const text = exception[member] ?? undefined;
    if (text !== undefined && typeof text !== 'string')
      return wrong(`${path}.exception.${member}`, 'is not a string');
  }
  const message = exception['message'];
  return { ok: true, kind, title: typeof message === 'string' ? `${name}: ${message}` : name };
}

function checkFrame(frame: unknown): { readonly member: string; readonly message: string } | undefined {
  if (!isRecord(frame)) return { member: '', message: 'is not an object' };
  const { filename, lineno, colno, method, code } = frame;
  if (typeof filename !== 'string') return { member: '.filename', message: 'is required and is a string' };
  for (const [member, value] of Object.entries({ lineno, colno })) {
    const isFine =
      value === undefined || value === null || (typeof value === 'number' && Number.isInteger(value));
    if (!isFine) return { member: `.${member}`, message: 'is not an integer' };
  }
  for (const [member, value] of Object.entries({ method, code })) {
    if (value !== undefined && value !== null && typeof value !== 'string') {
      return { member: `.${member}`, message: 'is not a string' };
    }
  }
  return undefined;
}

const breadcrumbTypes: ReadonlySet<string> = new Set([
  'log',
  'network',
  'dom',
  'navigation',
  'error',
  'manual',
  'connectivity',
]);
const breadcrumbLevels: ReadonlySet<string> = new Set(['critical', 'error', 'warning', 'info', 'debug']);

function checkBreadcrumbs(value: unknown): BodyCheck | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) return wrong('.telemetry', 'is not a list');
  for (const [index, entry] of value.entries()) {
    const path = `.telemetry[${index}]`;
    if (!isRecord(entry)) return wrong(path, 'is not an object');
    const { level, type, source, timestamp_ms: timestampMs, body } = entry;
    if (typeof level !== 'string' || !breadcrumbLevels.has(level))
      return wrong(`${path}.level`, 'is not a level');
    if (typeof type !== 'string' || !breadcrumbTypes.has(type)) return wrong(`${path}.type`, 'is not a type');
    if (typeof source !== 'string') return wrong(`${path}.source`, 'is required and is a string');
    if (typeof timestampMs !== 'number') return wrong(`${path}.timestamp_ms`, 'is required and is a number');
    if (!isRecord(body)) return wrong(`${path}.body`, 'is required and is an object');
  }
  return undefined;
}

function wrong(path: string, message: string): BodyCheck {
  return { ok: false, message: `${path}: ${message}` };
}
