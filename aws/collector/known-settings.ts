/**
 * What the components allow of what we use, by their own `config.schema.yaml` (upstream, read in November 2026); for
 * health_check, the OTLP receiver and the client settings of otlp_http, whose schemas refer elsewhere, by their
 * documentation. The Collector refuses unknown settings at start; a misspelt one is found here first.
 */
export const knownSettings: Readonly<Record<string, readonly string[]>> = {
  health_check: ['endpoint', 'path', 'tls', 'response_body'],
  otlp: ['protocols'],
  memory_limiter: [
    'check_interval',
    'limit_mib',
    'spike_limit_mib',
    'limit_percentage',
    'spike_limit_percentage',
  ],
  tail_sampling: [
    'block_on_overflow',
    'decision_cache',
    'decision_wait',
    'decision_wait_after_root_received',
    'drop_pending_traces_on_shutdown',
    'expected_new_traces_per_sec',
    'maximum_trace_size_bytes',
    'num_traces',
    'policies',
    'sample_on_first_match',
    'sampling_strategy',
  ],
  batch: ['timeout', 'send_batch_size', 'send_batch_max_size', 'metadata_keys', 'metadata_cardinality_limit'],
  awsxray: [
    'aws_log_groups',
    'endpoint',
    'index_all_attributes',
    'indexed_attributes',
    'local_mode',
    'max_retries',
    'num_workers',
    'region',
    'request_timeout_seconds',
    'role_arn',
    'telemetry',
  ],
  otlp_http: ['endpoint', 'headers', 'compression', 'timeout', 'sending_queue', 'retry_on_failure', 'tls'],
  awscloudwatchlogs: [
    'endpoint',
    'log_group_name',
    'log_retention',
    'log_stream_name',
    'raw_log',
    'region',
    'retry_on_failure',
    'role_arn',
    'sending_queue',
    'tags',
  ],
};

/** The settings of the kinds of `tail_sampling` policy that we use. */
export const knownPolicySettings: Readonly<Record<string, readonly string[]>> = {
  status_code: ['status_codes'],
  numeric_attribute: ['key', 'min_value', 'max_value', 'invert_match'],
  latency: ['threshold_ms', 'upper_threshold_ms'],
  probabilistic: ['hash_salt', 'sampling_percentage'],
};
