import { isEffective, type PlannedAction } from './plan.ts';
import type { ResourceStore } from './resource.ts';

export type ActionOutcome =
  | { readonly ok: true; readonly action: PlannedAction }
  | { readonly ok: false; readonly action: PlannedAction; readonly error: unknown };

/**
 * Carries out the plan one action after the other, telling `onOutcome` of each; an action that fails leaves the rest
 * to be tried. Never rejects.
 */
export async function applyPlan(
  actions: readonly PlannedAction[],
  stores: readonly ResourceStore[],
  onOutcome: (outcome: ActionOutcome) => void,
): Promise<void> {
  for (const action of actions.filter(isEffective)) {
    const store = stores.find(({ kind }) => kind === action.resource.kind);
    if (store === undefined) continue;
    try {
      await carryOut(action, store);
      onOutcome({ ok: true, action });
    } catch (error) {
      onOutcome({ ok: false, action, error });
    }
  }
}

async function carryOut(action: PlannedAction, store: ResourceStore): Promise<void> {
  const { name } = action.resource;
  switch (action.type) {
    case 'create':
      return store.create(name);
    case 'update':
      return store.update(name, {
        arn: action.arn,
        adopt: action.adopt,
        changesFields: action.changes.length > 0,
      });
    case 'destroy':
      return store.remove(name, action.arn);
    case 'release':
      return store.release(action.arn, action.tagKeys);
    case 'unchanged':
    case 'absent':
    case 'foreign':
    case 'withheld':
      return;
  }
}
