import { findingGroups, type Finding, type FindingGroup } from '../finding.ts';

const titles: Readonly<Record<FindingGroup, string>> = {
  variables: 'Variables',
  honeycomb: 'Honeycomb',
  aws: 'AWS',
  rollbar: 'Rollbar',
  local: 'This machine',
};

const marks = {
  ok: { sign: '✓', color: '\u001b[32m' },
  warning: { sign: '!', color: '\u001b[33m' },
  problem: { sign: '✗', color: '\u001b[31m' },
} as const;
const plain = '\u001b[0m';

/** A line for each finding under the title of its group: what it is, and what to do about it. */
export function toText(findings: readonly Finding[], color: boolean): string {
  const blocks = findingGroups.flatMap((group) => {
    const own = findings.filter((finding) => finding.group === group);
    if (own.length === 0) return [];
    return [[titles[group], ...own.map((finding) => toLine(finding, color))].join('\n')];
  });
  return `${[...blocks, summarize(findings)].join('\n\n')}\n`;
}

function toLine({ status, message, remedy }: Finding, color: boolean): string {
  const { sign, color: start } = marks[status];
  const mark = color ? `${start}${sign}${plain}` : sign;
  // What others have said may hold anything: it must not move the cursor.
  const text = `${message}${remedy === undefined ? '' : ` → ${remedy}`}`.replace(
    /[\u0000-\u001f\u007f-\u009f]/g,
    ' ',
  );
  return `  ${mark} ${text}`;
}

function summarize(findings: readonly Finding[]): string {
  const problems = findings.filter(({ status }) => status === 'problem').length;
  const warnings = findings.filter(({ status }) => status === 'warning').length;
  if (problems + warnings === 0) return 'All is well.';
  return `${count(problems, 'problem')}, ${count(warnings, 'warning')}.`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
