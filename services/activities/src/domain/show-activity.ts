import type { Activity } from '@cruddur/contracts';
import type { Dependencies } from '../dependencies.ts';
import { withReplies } from '../store/with-replies.ts';
import { attributeNames, spanNames } from './span-names.ts';

export type ShownActivity =
  | { readonly kind: 'found'; readonly activities: readonly Activity[] }
  | { readonly kind: 'not-found' };

/** One activity with its replies, as an array of one because the original answers so. */
export function showActivity(
  { store, telemetry, now }: Dependencies,
  caller: string,
  uuid: string,
): Promise<ShownActivity> {
  return telemetry.withSpan(spanNames.showActivity, { [attributeNames.userId]: caller }, () =>
    store.read(async (rows): Promise<ShownActivity> => {
      const row = await rows.selectActivity(uuid, now());
      if (row === undefined) return { kind: 'not-found' };
      return { kind: 'found', activities: await withReplies(rows, [row]) };
    }),
  );
}
