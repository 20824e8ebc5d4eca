/** What was noted of thrown objects, in the trace in which each was thrown: one that is kept may fail many requests. */
export interface NotedErrors<Note> {
  /** Outside of any trace what was noted last counts: whoever hears of an error there hears of it later. */
  readonly find: (thrown: object, traceId: string | undefined) => { readonly note: Note } | undefined;
  readonly set: (thrown: object, traceId: string | undefined, note: Note) => void;
}

/** Of one object: whoever throws it for ever must not fill the memory. */
const maxTraces = 100;

export function createNotedErrors<Note>(): NotedErrors<Note> {
  const noted = new WeakMap<object, Map<string | undefined, { readonly note: Note }>>();
  return {
    find: (thrown, traceId) => {
      const byTrace = noted.get(thrown);
      return traceId === undefined ? [...(byTrace?.values() ?? [])].at(-1) : byTrace?.get(traceId);
    },
    set: (thrown, traceId, note) => {
      const byTrace = noted.get(thrown) ?? new Map<string | undefined, { readonly note: Note }>();
      noted.set(thrown, byTrace.set(traceId, { note }));
      const [oldest] = byTrace.keys();
      if (byTrace.size > maxTraces) byTrace.delete(oldest);
    },
  };
}
