/** What a template of a stream's name may name. */
export interface StreamNameParts {
  readonly service: string;
  readonly environment: string;
  readonly host: string;
  readonly pid: string;
  /** Of this start of the process. */
  readonly instance: string;
  /** `2026-11-21`, of the start. */
  readonly date: string;
}

/** One writer per stream: whatever restarts or runs beside us has another one. */
export const defaultStreamTemplate = '{service}/{host}/{instance}';

const placeholder = /\{([^{}]*)\}/g;
const partNames: readonly string[] = [
  'service',
  'environment',
  'host',
  'pid',
  'instance',
  'date',
] satisfies readonly (keyof StreamNameParts)[];
const maxLength = 512;

/** What is wrong with a template, as an expectation; undefined when nothing is. */
export function expectedOfTemplate(template: string): string | undefined {
  const names = [...template.matchAll(placeholder)].map(([, name = '']) => name);
  const hasStrayBrace = /[{}]/.test(template.replace(placeholder, ''));
  if (hasStrayBrace || names.some((name) => !partNames.includes(name)))
    return `a name with no placeholders but ${partNames.map((name) => `{${name}}`).join(' ')}`;
  if (/[:*]/.test(template) || template.length > maxLength)
    return `a name of at most ${maxLength} characters without : and *`;
  return undefined;
}

/** The name of the stream: what CloudWatch Logs does not take in it becomes a `-`. */
export function toStreamName(template: string, parts: StreamNameParts): string {
  const byName = new Map<string, string>(Object.entries(parts));
  return template
    .replace(placeholder, (_, name: string) => byName.get(name) ?? '')
    .replace(/[:*\u0000-\u001f]/g, '-')
    .slice(0, maxLength);
}
