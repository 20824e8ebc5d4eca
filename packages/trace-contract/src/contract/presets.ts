import type { AttributeMatcher, SpanContract } from './span-contract.ts';

/** Keys of earlier conventions, and of people, that no HTTP span of a contract may have. */
export const forbiddenHttpAttributes: readonly string[] = [
  'http.method',
  'http.status_code',
  'http.target',
  'http.url',
  'enduser.*',
  'user.email',
  'user.full_name',
];

export interface HttpClientOptions {
  readonly method: string;
  /** Of the response. */
  readonly status: number;
  /** Low-cardinality form of the path, as in `url.template`. */
  readonly template: string;
  readonly attributes?: Readonly<Record<string, AttributeMatcher>>;
}

/**
 * The CLIENT span of an HTTP call by the stable semantic conventions: from 400 on the span is an error with the status
 * as its `error.type`.
 */
export function httpClient({ method, status, template, attributes }: HttpClientOptions): SpanContract {
  const failed = status >= 400;
  return {
    kind: 'client',
    name: `${method} ${template}`,
    status: failed ? 'error' : 'unset',
    attributes: {
      'http.request.method': method,
      'http.response.status_code': status,
      'server.address': { type: 'string' },
      'server.port': { type: 'number' },
      'url.template': template,
      ...(failed && { 'error.type': String(status) }),
      ...attributes,
    },
    forbidden: forbiddenHttpAttributes,
  };
}

export interface HttpServerOptions {
  readonly method: string;
  /** Of the response. */
  readonly status: number;
  /** The route as the provider's router spells it, as in `http.route`. */
  readonly route: string;
  readonly attributes?: Readonly<Record<string, AttributeMatcher>>;
  readonly children?: readonly SpanContract[];
}

/**
 * The SERVER span of an HTTP request by the stable semantic conventions: 5xx is an error, 4xx is not, because there
 * the client is at fault.
 */
export function httpServer({ method, status, route, attributes, children }: HttpServerOptions): SpanContract {
  const failed = status >= 500;
  return {
    kind: 'server',
    name: `${method} ${route}`,
    status: failed ? 'error' : 'unset',
    attributes: {
      'http.request.method': method,
      'http.response.status_code': status,
      'http.route': route,
      'url.path': { type: 'string' },
      'url.scheme': { oneOf: ['http', 'https'] },
      ...(failed && { 'error.type': { type: 'string' } }),
      ...attributes,
    },
    forbidden: failed ? forbiddenHttpAttributes : [...forbiddenHttpAttributes, 'error.type'],
    ...(children && { children }),
  };
}
