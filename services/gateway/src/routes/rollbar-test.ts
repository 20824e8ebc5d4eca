import { endpoints, rollbarTestBody } from '@cruddur/contracts';
import type { Logger } from '@cruddur/telemetry';
import { Hono } from 'hono';

/** Sends a message of level warning where the errors go, so that a person can see that it arrives. */
export function createRollbarTestRoute(log: Logger): Hono {
  return new Hono().get(endpoints.rollbarTest.routingPath, (c) => {
    log.warn(rollbarTestBody);
    return c.text(rollbarTestBody);
  });
}
