/**
 * What became of the documents of one call: for each, in their order, why it was lost, or undefined. Undefined means
 * handed to the kernel and not refused by the other machine: a datagram is never acknowledged.
 * `unreachable` is said before any of them was sent, so that all of them may be sent again.
 */
export type EmitResult =
  | { readonly kind: 'emitted'; readonly failures: readonly (string | undefined)[] }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** Sends segment documents to an X-Ray daemon, or to what listens in its place. */
export interface DocumentEmitter {
  /** For a person to read. */
  readonly endpoint: string;
  /** Never rejects. One call at a time. */
  readonly emit: (documents: readonly string[], signal: AbortSignal) => Promise<EmitResult>;
  readonly close: () => void;
}
