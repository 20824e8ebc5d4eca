export interface ItemRequestOptions {
  readonly url?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** A call of Rollbar's Item API with a token. */
export function toItemRequest(payload: object | string, options: ItemRequestOptions = {}): Request {
  const { url = 'http://console.test/rollbar/api/1/item/', method = 'POST', headers = {}, signal } = options;
  return new Request(url, {
    method,
    headers: { 'content-type': 'application/json', 'x-rollbar-access-token': 'token', ...headers },
    ...(method === 'GET' ? {} : { body: typeof payload === 'string' ? payload : JSON.stringify(payload) }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** A small item that Rollbar takes. */
export function toItemPayload(more: object = {}): object {
  return { data: { environment: 'test', body: { message: { body: 'Hello' } }, ...more } };
}
