import { toSafeText } from '@cruddur/trace-model';
import type { PlannedAction } from './plan.ts';
import type { DesiredResource, ResourceFields } from './resource.ts';

const signs = {
  create: '+',
  update: '~',
  unchanged: '=',
  destroy: '-',
  absent: '=',
  foreign: '!',
} as const satisfies Record<PlannedAction['type'], string>;

const indent = ' '.repeat(15);

/** The plan for a person, one action a line with its fields below, and a line of totals. */
export function toPlanText(actions: readonly PlannedAction[]): string {
  return [...actions.flatMap(toActionLines), toTotals(actions), ''].join('\n');
}

/** Such as `group Cruddur`. */
export function toResourceText({ kind, name }: DesiredResource): string {
  return `${kind} ${toSafeText(name)}`;
}

function toActionLines(action: PlannedAction): readonly string[] {
  const title = `  ${signs[action.type]} ${action.type.padEnd(10)} ${toResourceText(action.resource)}`;
  switch (action.type) {
    case 'create':
      return [title, ...toFieldLines(action.resource.fields)];
    case 'update':
      return [
        title,
        ...action.changes.map(
          ({ field, from, to }) =>
            `${indent}${toSafeText(field)}: ${toValueText(from)} -> ${toValueText(to)}`,
        ),
        ...(action.adopt ? [`${indent}adopted: it exists without our tag, and gets it`] : []),
      ];
    case 'destroy':
      return action.resource.kind === 'log group' ? [`${title}, with all its log events`] : [title];
    case 'absent':
      return [`${title}: not there`];
    case 'foreign':
      return [`${title}: left alone, it does not carry our tag`];
    case 'unchanged':
      return [title];
  }
}

function toFieldLines(fields: ResourceFields): readonly string[] {
  return Object.entries(fields).map(
    ([field, value]) => `${indent}${toSafeText(field)}: ${toValueText(value)}`,
  );
}

function toValueText(value: ResourceFields[string] | undefined): string {
  if (value === undefined) return '(none)';
  return toSafeText(typeof value === 'string' ? JSON.stringify(value) : String(value));
}

function toTotals(actions: readonly PlannedAction[]): string {
  const count = (...types: readonly PlannedAction['type'][]): number =>
    actions.filter(({ type }) => types.includes(type)).length;
  const totals = [
    [count('create'), 'to create'],
    [count('update'), 'to update'],
    [count('destroy'), 'to destroy'],
    [count('unchanged'), 'unchanged'],
    [count('absent'), 'not there'],
    [count('foreign'), 'left alone'],
  ] as const;
  const shown = totals.filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`);
  return shown.join(', ');
}
