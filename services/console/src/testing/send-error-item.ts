/** Sends an item, or text in its place, as Rollbar's clients do. `rollbarUrl` is to set as `ROLLBAR_ENDPOINT`. */
export function sendErrorItem(rollbarUrl: string, item: object | string): Promise<Response> {
  return fetch(rollbarUrl, {
    method: 'POST',
    body: typeof item === 'string' ? item : JSON.stringify(item),
    headers: { 'content-type': 'application/json', 'x-rollbar-access-token': 'test' },
  });
}
