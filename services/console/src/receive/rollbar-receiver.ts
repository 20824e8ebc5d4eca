import { createRollbar } from '@cruddur/stand-ins';
import type { TraceStore } from '../store/trace-store.ts';
import { parseErrorItem } from './parse-error-item.ts';
import type { VendorReceiver } from './vendor-receiver.ts';

/** Takes error items as Rollbar's Item API does, below any path. */
export function createRollbarReceiver(store: TraceStore, now: () => number): VendorReceiver {
  const standIn = createRollbar({
    nowMs: now,
    // The store keeps what there is to keep.
    maxKeptItems: 0,
    onItem: ({ uuid, data, timestampMs }) =>
      store.addError(parseErrorItem(data, { timeMs: timestampMs, toUuid: () => uuid })),
  });
  let knownDuplicates = 0;
  return {
    fetch: async (request) => {
      const response = await standIn.fetch(request);
      const { duplicates } = standIn.counts;
      if (duplicates > knownDuplicates) store.noteDuplicateErrors(duplicates - knownDuplicates);
      knownDuplicates = duplicates;
      if (response.status >= 400) {
        const body: unknown = await response.clone().json();
        const { message } = body as { readonly message?: string }; // what the stand-in answers
        store.refuse({ timeMs: now(), vendor: 'rollbar', reason: `${response.status}: ${message}` });
      }
      return response;
    },
    counts: () => {
      const { calls, accepted, refusedCalls } = standIn.counts;
      return { calls, accepted, refusedCalls };
    },
  };
}
