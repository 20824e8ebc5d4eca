/** The formats of `OTEL_PROPAGATORS` that we speak. */
export type PropagationFormat = 'tracecontext' | 'baggage' | 'xray';

/** What to do with a trace context that comes from outside: go on with it, link to it from a new trace, or drop it. */
export type InboundTrust = 'continue' | 'link' | 'ignore';

export interface PropagationSettings {
  readonly formats: ReadonlySet<PropagationFormat>;
  readonly inboundTrust: InboundTrust;
}

export const allFormats: ReadonlySet<PropagationFormat> = new Set(['xray', 'tracecontext', 'baggage']);
