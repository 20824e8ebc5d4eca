import { toSafeText } from '@cruddur/trace-model';
import type { PlannedAction } from './plan.ts';
import type { DesiredResource, ResourceFields } from './resource.ts';
import { shortensRetention } from './shortens-retention.ts';

const signs = {
  create: '+',
  update: '~',
  unchanged: '=',
  destroy: '-',
  absent: '=',
  release: '-',
  foreign: '!',
  withheld: '!',
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
        ...toChangeLines(action),
        ...(action.adopt ? [`${indent}adopted: it exists without our tag, and is marked as adopted`] : []),
      ];
    case 'destroy':
      return action.resource.kind === 'log group' ? [`${title}, with all its log events`] : [title];
    case 'absent':
      return [`${title}: not there`];
    case 'foreign':
      return [`${title}: left alone, it does not carry our tag`, ...toChangeLines(action)];
    case 'withheld':
      return [`${title}: left alone, we did not make it and would delete its logs`, ...toChangeLines(action)];
    case 'release':
      return [`${title}: adopted, so only our tag is taken off`];
    case 'unchanged':
      return [title];
  }
}

function toChangeLines({
  type,
  resource,
  changes,
}: Extract<PlannedAction, { readonly changes: unknown }>): readonly string[] {
  const condition = type === 'update' ? '' : 'with --adopt: ';
  return changes.map((change) => {
    const { field, from, to } = change;
    const warning = shortensRetention(resource, change) ? ' (shorter: older log events are deleted)' : '';
    return `${indent}${condition}${toSafeText(field)}: ${toValueText(from)} -> ${toValueText(to)}${warning}`;
  });
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
    [count('release'), 'to release'],
    [count('foreign', 'withheld'), 'left alone'],
  ] as const;
  const shown = totals.filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`);
  return shown.join(', ');
}
