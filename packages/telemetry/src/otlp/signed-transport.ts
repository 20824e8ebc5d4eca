import type { HttpTransport } from '../delivery/http-transport.ts';

/** What of a request is signed. */
export interface RequestToSign {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Gives all headers of the signed request. Rejects when there are no credentials. */
export type SignRequest = (request: RequestToSign) => Promise<Record<string, string>>;

/**
 * Signs every request that it posts, thus every attempt by itself: a signature is valid for minutes, and so may be the
 * credentials.
 */
export function createSignedTransport(post: HttpTransport, sign: SignRequest): HttpTransport {
  return async ({ url, headers, body, signal }) => {
    const signed = await sign({ method: 'POST', url, headers, body });
    // Reading credentials may take longer than the attempt has time.
    signal.throwIfAborted();
    return await post({ url, headers: signed, body, signal });
  };
}
