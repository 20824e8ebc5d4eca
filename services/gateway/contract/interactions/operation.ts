import { endpoints, errorCatalogue, type OperationId, type TransportCode } from '@cruddur/contracts';
import {
  httpClient,
  httpServer,
  type SpanContract,
  type TraceContractOptions,
} from '@cruddur/trace-contract';
import type { PactTemplate, ProviderState, TracedInteraction } from '@cruddur/trace-contract/pact';
import { errorBody } from './answers.ts';

/** What the test sends to the gateway so that it makes the call of the interaction. */
interface PublicRequest {
  readonly path: string;
  readonly body?: Readonly<Record<string, string>>;
}

export interface GatewayInteraction extends TracedInteraction {
  readonly trace: TraceContractOptions;
  readonly publicRequest: PublicRequest;
}

export interface Operation {
  readonly description: string;
  readonly operationId: OperationId;
  readonly given: ProviderState;
  readonly publicRequest: PublicRequest;
  /** Where the provider chooses the path itself. @default the path of `publicRequest` */
  readonly path?: PactTemplate;
  readonly status?: number;
  readonly answer: PactTemplate;
  /** Spans of the provider's domain that our dashboards read. */
  readonly domainSpans?: readonly SpanContract[];
}

export const caller = 'andrewbrown';
export const seeded: ProviderState = { state: 'the seeded database' };

/** One call of the gateway to activities, with the trace that both leave. */
export function toInteraction(operation: Operation): GatewayInteraction {
  const { answer, description, domainSpans, given, operationId, publicRequest, status = 200 } = operation;
  const { method, path: template, routingPath } = endpoints[operationId];
  const url = new URL(publicRequest.path, 'http://gateway');
  return {
    description,
    given,
    publicRequest,
    request: {
      method,
      path: operation.path ?? url.pathname,
      headers: { accept: 'application/json', 'x-user-handle': caller },
      ...(url.search !== '' && { query: Object.fromEntries(url.searchParams) }),
      ...(publicRequest.body && { body: publicRequest.body }),
    },
    response: { status, body: answer },
    trace: {
      consumer: httpClient({ method, status, template }),
      provider: httpServer({
        method,
        status,
        // As the router's span says it: without the patterns of parameters.
        route: routingPath.replaceAll(/\{[^}]*\}/g, ''),
        ...(domainSpans && { children: domainSpans }),
      }),
    },
  };
}

/** The same call, refused with one of the catalogue's codes. */
export function toRefusal(
  operation: Omit<Operation, 'status' | 'answer'>,
  code: TransportCode,
): GatewayInteraction {
  return toInteraction({ ...operation, status: errorCatalogue[code].status, answer: errorBody(code) });
}
