/** A `fetch` that remembers the headers of what passed through it. */
export interface RecordingFetch {
  readonly fetch: typeof globalThis.fetch;
  readonly sent: () => readonly Headers[];
}

/** Put below everything that writes headers: what it sees is what crosses the wire. */
export function createRecordingFetch(send: typeof globalThis.fetch = globalThis.fetch): RecordingFetch {
  const sent: Headers[] = [];
  return {
    sent: () => sent,
    fetch: (input, init) => {
      sent.push(new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined)));
      return send(input, init);
    },
  };
}
