/**
 * Variables of the OpenTelemetry specification, and of its JavaScript instrumentations, that we do not implement:
 * whoever sets one must hear that it has no effect, and that it is no misspelling.
 */
const unimplemented: readonly RegExp[] = [
  /^OTEL_(LOG_LEVEL|METRICS_EXPORTER|CONFIG_FILE|EXPERIMENTAL_CONFIG_FILE|ENTITIES)$/,
  /^OTEL_BSP_EXPORT_TIMEOUT$/,
  /^OTEL_(BLRP|METRIC|METRICS|LOGRECORD)_[A-Z_]+$/,
  /^OTEL_(EVENT|LINK)_ATTRIBUTE_COUNT_LIMIT$/,
  /^OTEL_EXPORTER_OTLP_(LOGS|METRICS|PROFILES)_[A-Z_]+$/,
  /^OTEL_EXPORTER_OTLP_(TRACES_)?(CERTIFICATE|CLIENT_KEY|CLIENT_CERTIFICATE|INSECURE)$/,
  /^OTEL_EXPORTER_(ZIPKIN|JAEGER|PROMETHEUS)_[A-Z_]+$/,
  /^OTEL_(SEMCONV|INSTRUMENTATION|NODE)_[A-Z_]+$/,
];

export function isUnimplementedVariable(name: string): boolean {
  return unimplemented.some((pattern) => pattern.test(name));
}
