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
      const notes = noted.get(thrown);
      return traceId === undefined ? [...(notes?.values() ?? [])].at(-1) : notes?.get(traceId);
    },
    set: (thrown, traceId, note) => {
      const notes = noted.get(thrown) ?? new Map<string | undefined, { readonly note: Note }>();
      noted.set(thrown, notes.set(traceId, { note }));
      if (notes.size > maxTraces) notes.delete([...notes.keys()][0]);
    },
  };
}
