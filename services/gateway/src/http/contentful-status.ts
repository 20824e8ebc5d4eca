import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Whether answers of this status have a body; 1xx, 204, 205 and 304 never do. */
export function isContentfulStatus(status: number): status is ContentfulStatusCode {
  return status >= 200 && status <= 599 && status !== 204 && status !== 205 && status !== 304;
}
