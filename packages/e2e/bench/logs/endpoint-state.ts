export const endpointStates = ['healthy', 'dead', 'hanging'] as const;

/** Answers as CloudWatch Logs does; refuses connections; takes everything and never answers. */
export type EndpointState = (typeof endpointStates)[number];

export interface EndpointProtocol {
  readonly ready: Readonly<Record<EndpointState, string>>;
  readonly command: { readonly type: 'count' };
  readonly answer: { readonly events: number };
}
