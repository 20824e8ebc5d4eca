import { endpoints, type Endpoint } from '@cruddur/contracts';
import { Hono } from 'hono';
import type { Dependencies } from '../dependencies.ts';
import { errorResponse } from '../http/error-response.ts';

/** 405 with `Allow` for the right path with the wrong method. Register it after all other routes. */
export function createOtherMethodRoutes({ offersFaults = false }: Pick<Dependencies, 'offersFaults'>): Hono {
  const app = new Hono();
  const served = Object.values(endpoints).filter(
    (endpoint) =>
      endpoint.servedBy === 'activities' && (offersFaults || endpoint !== endpoints.downstreamFault),
  );
  for (const { routingPath } of served) {
    app.all(routingPath, (context) => {
      context.header('allow', allowedMethods(served, routingPath).join(', '));
      return errorResponse(context, 'method_not_allowed');
    });
  }
  return app;
}

function allowedMethods(served: readonly Endpoint[], routingPath: string): string[] {
  return served
    .filter((endpoint) => endpoint.routingPath === routingPath)
    .flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}
