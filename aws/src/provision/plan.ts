import { diffFields, type FieldChange } from './diff-fields.ts';
import type { ActualResource, DesiredResource } from './resource.ts';
import { shortensRetention } from './shortens-retention.ts';

/** One line of the plan. */
export type PlannedAction =
  | { readonly type: 'create'; readonly resource: DesiredResource }
  | {
      readonly type: 'update';
      readonly resource: DesiredResource;
      readonly arn: string;
      /** Empty where only our tag is missing. */
      readonly changes: readonly FieldChange[];
      /** It exists without our tag, say made by hand: from now on we keep it as desired. */
      readonly adopt: boolean;
    }
  | { readonly type: 'unchanged'; readonly resource: DesiredResource }
  /** Without our tag: left alone. */
  | {
      readonly type: 'foreign';
      readonly resource: DesiredResource;
      /** What adopting it would change; empty where it is to be destroyed. */
      readonly changes: readonly FieldChange[];
    }
  /** Adopted, and the change would delete logs that we did not make the group for: left alone. */
  | {
      readonly type: 'withheld';
      readonly resource: DesiredResource;
      readonly changes: readonly FieldChange[];
    }
  | { readonly type: 'destroy'; readonly resource: DesiredResource; readonly arn: string }
  /** To be destroyed, but adopted: only our tags go. */
  | {
      readonly type: 'release';
      readonly resource: DesiredResource;
      readonly arn: string;
      readonly tagKeys: readonly string[];
    }
  /** To be destroyed, but not there. */
  | { readonly type: 'absent'; readonly resource: DesiredResource };

/**
 * What makes AWS as desired. Without `adopt` it touches nothing that lacks our tag, and shortens the retention of no log
 * group that we did not make. Pure; resources that nobody desires are left out.
 */
export function planChanges(
  desired: readonly DesiredResource[],
  actual: readonly ActualResource[],
  adopt: boolean,
): readonly PlannedAction[] {
  return desired.map((resource): PlannedAction => {
    const found = findSame(resource, actual);
    if (found === undefined) return { type: 'create', resource };
    const { arn, ownership } = found;
    const changes = diffFields(found.fields, resource.fields);
    if (ownership === 'foreign')
      return adopt
        ? { type: 'update', resource, arn, changes, adopt }
        : { type: 'foreign', resource, changes };
    if (changes.length === 0) return { type: 'unchanged', resource };
    const losesLogs = changes.some((change) => shortensRetention(resource, change));
    if (ownership === 'adopted' && losesLogs && !adopt) return { type: 'withheld', resource, changes };
    return { type: 'update', resource, arn, changes, adopt: false };
  });
}

/** What removes the desired resources, as far as we made them; last made, first removed. Pure. */
export function planRemoval(
  desired: readonly DesiredResource[],
  actual: readonly ActualResource[],
): readonly PlannedAction[] {
  return desired.toReversed().map((resource): PlannedAction => {
    const found = findSame(resource, actual);
    if (found === undefined) return { type: 'absent', resource };
    const { arn, ownership, ourTagKeys: tagKeys } = found;
    switch (ownership) {
      case 'made':
        return { type: 'destroy', resource, arn };
      case 'adopted':
        return { type: 'release', resource, arn, tagKeys };
      case 'foreign':
        return { type: 'foreign', resource, changes: [] };
    }
  });
}

/** Whether carrying out the action changes anything in AWS. */
export function isEffective({ type }: PlannedAction): boolean {
  return type === 'create' || type === 'update' || type === 'destroy' || type === 'release';
}

/** Whether the resource stays other than desired unless the operator says `--adopt`. */
export function needsAdoption({ type }: PlannedAction): boolean {
  return type === 'foreign' || type === 'withheld';
}

function findSame(
  { kind, name }: DesiredResource,
  actual: readonly ActualResource[],
): ActualResource | undefined {
  return actual.find((candidate) => candidate.kind === kind && candidate.name === name);
}
