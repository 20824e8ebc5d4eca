/** One POST to a sink. */
interface HttpPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly retryAfter: string | null;
  /** Any other header of the answer, by its name in lower case. */
  readonly header?: (name: string) => string | null;
  /** Undefined when it was longer than `maxAnswerBytes`. */
  readonly body: Uint8Array | undefined;
}

/** Sends one request; rejects on a network error and on abort. Redirects are not followed: an answer of 3xx is the answer. */
export type HttpTransport = (post: HttpPost) => Promise<HttpAnswer>;

/** No answer of a sink is longer; more is a mistake that must not fill the memory. */
const maxAnswerBytes = 64 * 1024;

/** The chunks of an answer as one array, or undefined as soon as they are too long. */
export async function readAnswer(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > maxAnswerBytes) return undefined;
    kept.push(chunk);
  }
  const body = new Uint8Array(length);
  let position = 0;
  for (const chunk of kept) {
    body.set(chunk, position);
    position += chunk.length;
  }
  return body;
}
