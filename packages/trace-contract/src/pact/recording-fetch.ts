/** A `fetch` that remembers the headers of what passed through it. */
export interface RecordingFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Headers of the requests to this origin, in the order they were sent. */
  readonly sentTo: (url: string) => readonly Headers[];
}

/** Put below everything that writes headers: what it sees is what crosses the wire. */
export function createRecordingFetch(send: typeof globalThis.fetch = globalThis.fetch): RecordingFetch {
  const sent: { readonly origin: string; readonly headers: Headers }[] = [];
  return {
    sentTo: (url) => {
      const { origin } = new URL(url);
      return sent.filter((request) => request.origin === origin).map(({ headers }) => headers);
    },
    fetch: async (input, init) => {
      const { origin } = new URL(input instanceof Request ? input.url : input);
      const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
      sent.push({ origin, headers });
      return send(input, init);
    },
  };
}
