import { diffFields, type FieldChange } from './diff-fields.ts';
import type { ActualResource, DesiredResource } from './resource.ts';

/** One line of the plan. */
export type PlannedAction =
  | { readonly type: 'create'; readonly resource: DesiredResource }
  | {
      readonly type: 'update';
      readonly resource: DesiredResource;
      readonly arn: string;
      /** Empty where only our tag is missing. */
      readonly changes: readonly FieldChange[];
      /** It exists without our tag, say made by hand: from now on it is ours. */
      readonly adopt: boolean;
    }
  | { readonly type: 'unchanged'; readonly resource: DesiredResource }
  | { readonly type: 'destroy'; readonly resource: DesiredResource; readonly arn: string }
  /** To be destroyed, but not there. */
  | { readonly type: 'absent'; readonly resource: DesiredResource }
  /** To be destroyed, but without our tag: left alone. */
  | { readonly type: 'foreign'; readonly resource: DesiredResource };

/** What makes AWS as desired. Pure; resources that nobody desires are left out. */
export function planChanges(
  desired: readonly DesiredResource[],
  actual: readonly ActualResource[],
): readonly PlannedAction[] {
  return desired.map((resource): PlannedAction => {
    const found = findSame(resource, actual);
    if (found === undefined) return { type: 'create', resource };
    const changes = diffFields(found.fields, resource.fields);
    if (changes.length === 0 && found.owned) return { type: 'unchanged', resource };
    return { type: 'update', resource, arn: found.arn, changes, adopt: !found.owned };
  });
}

/** What removes the desired resources, as far as they are ours; last made, first removed. Pure. */
export function planRemoval(
  desired: readonly DesiredResource[],
  actual: readonly ActualResource[],
): readonly PlannedAction[] {
  return desired.toReversed().map((resource): PlannedAction => {
    const found = findSame(resource, actual);
    if (found === undefined) return { type: 'absent', resource };
    return found.owned ? { type: 'destroy', resource, arn: found.arn } : { type: 'foreign', resource };
  });
}

/** Whether carrying out the action changes anything in AWS. */
export function isEffective(action: PlannedAction): boolean {
  return action.type === 'create' || action.type === 'update' || action.type === 'destroy';
}

function findSame(
  { kind, name }: DesiredResource,
  actual: readonly ActualResource[],
): ActualResource | undefined {
  return actual.find((candidate) => candidate.kind === kind && candidate.name === name);
}
