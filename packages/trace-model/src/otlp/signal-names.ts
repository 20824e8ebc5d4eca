/** What the levels of an OTLP export request are called for one signal, in JSON's names. */
export interface SignalNames {
  readonly resources: string;
  /** The first of the names as protobuf has it, which is a common mistake in JSON. */
  readonly resourcesInProtobuf: string;
  readonly scopes: string;
  readonly items: string;
}

export const traceNames: SignalNames = {
  resources: 'resourceSpans',
  resourcesInProtobuf: 'resource_spans',
  scopes: 'scopeSpans',
  items: 'spans',
};

export const logsNames: SignalNames = {
  resources: 'resourceLogs',
  resourcesInProtobuf: 'resource_logs',
  scopes: 'scopeLogs',
  items: 'logRecords',
};
