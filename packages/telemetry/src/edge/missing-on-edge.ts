import type { TelemetryConfig } from '../config/telemetry-config.ts';

/**
 * What a config asks for that is not there without Node, as sentences for the log at start. Whoever adds
 * `createEdgeCloudWatchSink` leaves `cloudwatch` out.
 */
export function missingOnEdge({
  otlp,
  otlpLogs,
  xray,
  cloudwatch,
  sampler,
}: Pick<TelemetryConfig, 'otlp' | 'xray' | 'sampler'> &
  Partial<Pick<TelemetryConfig, 'otlpLogs' | 'cloudwatch'>>): readonly string[] {
  return [
    ...(otlp?.protocol === 'http/json' ? ['OTLP is sent as protobuf here, not as JSON'] : []),
    ...(otlp?.signing === undefined
      ? []
      : ['requests to AWS are not signed here: the OTLP endpoint will refuse them']),
    ...(otlpLogs === undefined ? [] : ['log lines are not sent by OTLP from here']),
    ...(xray === undefined ? [] : ['the X-Ray daemon cannot be reached from here: no segments are sent']),
    ...(cloudwatch === undefined
      ? []
      : ['log lines go to the console of the runtime: none are sent to CloudWatch from here']),
    ...(sampler.root === 'xray' ? ['the sampler xray is not available here: every root is sampled'] : []),
  ];
}
