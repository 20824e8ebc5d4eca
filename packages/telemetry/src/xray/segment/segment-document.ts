/** The document of X-Ray ("AWS X-Ray segment documents"), its fields in the order in which they are written. */
export interface SegmentDocument {
  /** First, because the daemon finds a refused document by the first `"id":"` in its text. */
  readonly id: string;
  readonly name: string;
  readonly trace_id: string;
  readonly start_time: number;
  readonly end_time: number;
  readonly parent_id: string | undefined;
  readonly type: 'subsegment' | undefined;
  readonly namespace: 'aws' | 'remote' | undefined;
  readonly fault: true | undefined;
  readonly error: true | undefined;
  readonly throttle: true | undefined;
  readonly http: HttpBlock | undefined;
  readonly cause: Cause | undefined;
  readonly aws: AwsCall | undefined;
  readonly sql: SqlBlock | undefined;
  readonly user: string | undefined;
  readonly links: readonly SegmentLink[] | undefined;
  readonly annotations: Annotations | undefined;
  /** Last, because what is the same for all segments of a process is written behind it. */
  readonly metadata: Metadata;
}

export interface HttpBlock {
  readonly request: HttpRequest | undefined;
  readonly response: HttpResponse | undefined;
}

export interface HttpRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly user_agent: string | undefined;
  readonly client_ip: string | undefined;
  readonly x_forwarded_for: true | undefined;
  readonly traced: true | undefined;
}

export interface HttpResponse {
  readonly status: number | undefined;
  readonly content_length: number | undefined;
}

export interface Cause {
  readonly working_directory: string | undefined;
  readonly exceptions: readonly SegmentException[];
}

export interface SegmentException {
  readonly id: string;
  readonly type: string | undefined;
  readonly message: string | undefined;
  readonly remote: true | undefined;
  /** The exception that caused this one. */
  readonly cause: string | undefined;
  /** Frames that are left out. */
  readonly truncated: number | undefined;
  readonly stack: readonly StackFrame[] | undefined;
}

export interface StackFrame {
  readonly path: string;
  readonly line: number;
  readonly label: string;
}

/** The `aws` block of a subsegment. */
export interface AwsCall {
  readonly operation: string | undefined;
  readonly account_id: string | undefined;
  readonly region: string | undefined;
  readonly request_id: string | undefined;
  readonly queue_url: string | undefined;
  readonly table_name: string | undefined;
  readonly table_names: readonly string[] | undefined;
}

export interface SqlBlock {
  readonly url: string | undefined;
  readonly connection_string: string | undefined;
  readonly database_type: string;
  readonly user: string | undefined;
  readonly sanitized_query: string | undefined;
}

export interface SegmentLink {
  readonly trace_id: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, MetadataValue>> | undefined;
}

export type AnnotationValue = string | number | boolean;
export type Annotations = Readonly<Record<string, AnnotationValue>>;

export type MetadataValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly MetadataValue[]
  | { readonly [key: string]: MetadataValue };

/** Namespaces; `default` has the attributes of the span, `otel` what else it holds that X-Ray has no field for. */
export type Metadata = Readonly<Record<string, Readonly<Record<string, MetadataValue>> | undefined>>;

/** Strings of a document unless the documentation says otherwise. */
export const maxTextLength = 250;
