/** What X-Ray takes of one document: 64 kB, read as 64,000 bytes of UTF-8, which every layer on the way accepts. */
export const maxSegmentBytes = 64_000;

/**
 * One X-Ray segment document as it is on the wire: a segment, or a subsegment that is sent on its own (`type`).
 * Times are epoch seconds with fractions. https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
 */
export interface SegmentDocument extends SegmentBody {
  /** `1-xxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxx`. */
  readonly trace_id: string;
}

/** What segments, subsegments and embedded subsegments have in common. */
export interface SegmentBody {
  readonly name: string;
  /** 16 hex digits: the span id. */
  readonly id: string;
  readonly start_time: number;
  /** Absent while `in_progress`. */
  readonly end_time?: number;
  readonly in_progress?: true;
  readonly parent_id?: string;
  readonly type?: 'subsegment';
  /** On subsegments only. Makes X-Ray infer a node for what was called. */
  readonly namespace?: 'aws' | 'remote';
  readonly service?: { readonly version?: string };
  readonly user?: string;
  readonly origin?: string;
  readonly resource_arn?: string;
  readonly http?: SegmentHttp;
  readonly fault?: boolean;
  readonly error?: boolean;
  readonly throttle?: boolean;
  /** As text the id of an exception that another document describes. */
  readonly cause?: string | SegmentCause;
  readonly annotations?: Readonly<Record<string, string | number | boolean>>;
  /** By namespace. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly aws?: Readonly<Record<string, unknown>>;
  readonly sql?: Readonly<Record<string, string>>;
  readonly links?: readonly SegmentLink[];
  readonly precursor_ids?: readonly string[];
  /** Subsegments inside of this document; they inherit the trace id and their parent is this one. */
  readonly subsegments?: readonly SegmentBody[];
}

export interface SegmentHttp {
  readonly request?: {
    readonly method?: string;
    readonly url?: string;
    readonly user_agent?: string;
    readonly client_ip?: string;
    readonly x_forwarded_for?: boolean;
    readonly traced?: boolean;
  };
  readonly response?: { readonly status?: number; readonly content_length?: number };
}

export interface SegmentCause {
  readonly working_directory?: string;
  readonly paths?: readonly string[];
  readonly exceptions?: readonly SegmentException[];
}

export interface SegmentException {
  readonly id: string;
  readonly message?: string;
  readonly type?: string;
  readonly remote?: boolean;
  readonly truncated?: number;
  readonly skipped?: number;
  /** The id of the exception that caused this one. */
  readonly cause?: string;
  readonly stack?: readonly { readonly path?: string; readonly line?: number; readonly label?: string }[];
}

export interface SegmentLink {
  readonly trace_id: string;
  readonly id: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** Where a document is wrong, and how. */
export interface SegmentProblem {
  /** Field path, e.g. `cause.exceptions[0].stack[2].line`. Empty for the whole document. */
  readonly path: string;
  /** What was expected and what was found. */
  readonly message: string;
}

export type SegmentResult =
  | { readonly ok: true; readonly document: SegmentDocument }
  | { readonly ok: false; readonly problems: readonly SegmentProblem[] };
