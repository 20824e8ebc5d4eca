import { endpoints } from '@cruddur/contracts';
import { Hono } from 'hono';
import type { Dependencies } from '../dependencies.ts';
import { failDownstream } from '../domain/downstream-fault.ts';

/** What the gateway's fault `downstream-500` asks for. Not for production. */
export function createFaultRoutes(deps: Dependencies): Hono {
  return new Hono().get(endpoints.downstreamFault.routingPath, () => failDownstream(deps));
}
