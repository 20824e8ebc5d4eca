/** How a connection or something in the way misbehaves, whatever protocol runs over it. */
export type TransportFault =
  /** Takes the request and never answers. With `isTaken` what was sent has arrived all the same. */
  | { readonly kind: 'hang'; readonly isTaken?: boolean }
  /** Closes the connection in place of an answer. With `isTaken` what was sent has arrived all the same. */
  | { readonly kind: 'reset'; readonly isTaken?: boolean }
  /** Answers as it should, but late. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Answers as it should, byte by byte. */
  | { readonly kind: 'slow-bytes'; readonly bytesPerSecond: number }
  /** Answers as a proxy in the way does. Default status 503. */
  | { readonly kind: 'error-page'; readonly status?: number; readonly retryAfterSeconds?: number }
  /** Says 200 and sends something that is not JSON. With `isTaken` what was sent has arrived all the same. */
  | { readonly kind: 'garbage'; readonly isTaken?: boolean };

const transportKinds: ReadonlySet<string> = new Set<TransportFault['kind']>([
  'hang',
  'reset',
  'slow',
  'slow-bytes',
  'error-page',
  'garbage',
]);

/** Tells the faults of the transport from those of the protocol. */
export function isTransportFault(fault: { readonly kind: string }): fault is TransportFault {
  return transportKinds.has(fault.kind);
}
