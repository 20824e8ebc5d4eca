import { readAnswer, type HttpTransport } from './http-transport.ts';

/** Posts by the runtime's own `fetch`: for everywhere but Node. */
export const postByFetch: HttpTransport = async ({ url, headers, body, signal }) => {
  const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    retryAfter: response.headers.get('retry-after'),
    header: (name) => response.headers.get(name),
    body: response.body === null ? new Uint8Array() : await readAnswer(response.body),
  };
};
