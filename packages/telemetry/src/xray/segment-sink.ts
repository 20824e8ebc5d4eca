import { createDelivery, type DeliveryOptions, type SendOutcome } from '../delivery/delivery.ts';
import type { RetrySettings } from '../delivery/retry.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import type { SpanSink } from '../trace/span-sink.ts';
import type { DocumentEmitter } from './document-emitter.ts';
import type { SegmentEncoder } from './segment/segment-encoder.ts';
import { createSpanBuffer } from './span-buffer.ts';

export interface XRaySinkOptions extends Pick<DeliveryOptions<FinishedSpan, never>, 'onDrop'> {
  readonly encoder: SegmentEncoder;
  readonly emitter: DocumentEmitter;
  readonly maxBufferedSpans: number;
  /** Estimated bytes of the spans that wait. */
  readonly maxBufferedBytes: number;
  /** How long a span may wait for others before it is sent. */
  readonly maxDelayMs: number;
  /** For a daemon whose name cannot be resolved; what was refused is not sent again. */
  readonly retry: RetrySettings;
}

/** How many documents are made in one go: a few tenths of a millisecond that a request may have to wait. */
const maxBatchSpans = 64;
const maxBatchBytes = 256 * 1024;
/** Datagrams go at once or not at all; this is for resolving the daemon's name. */
const attemptTimeoutMs = 10_000;

/**
 * X-Ray segments by UDP. A span is delivered when all of its documents were handed to the kernel and none was refused:
 * nobody acknowledges them. ADR: ../adr/0007-xray-paths.md
 */
export function createXRaySink(options: XRaySinkOptions): SpanSink {
  const { encoder, emitter, maxBufferedSpans, onDrop } = options;

  const send = async (spans: readonly FinishedSpan[], signal: AbortSignal): Promise<SendOutcome> => {
    // The batch may have been filled by a request that is still running.
    await nextTurn();
    const documents: string[] = [];
    const ends = spans.map((span) => documents.push(...encoder.encode(span)));
    const result = await emitter.emit(documents, signal);
    if (result.kind === 'unreachable') return { kind: 'retry', reason: result.reason };
    return toOutcome(ends, result.failures);
  };

  const spans = createDelivery({
    maxBufferedItems: maxBufferedSpans,
    maxBufferedBytes: options.maxBufferedBytes,
    maxBatchItems: Math.min(maxBatchSpans, maxBufferedSpans),
    maxBatchBytes,
    maxDelayMs: options.maxDelayMs,
    attemptTimeoutMs,
    retry: options.retry,
    ...(onDrop && { onDrop }),
    buffer: createSpanBuffer(),
    send,
  });
  return {
    name: 'xray',
    endpoint: emitter.endpoint,
    ...spans,
    shutdown: async (timeoutMs) => {
      await spans.shutdown(timeoutMs);
      emitter.close();
    },
  };
}

/** `ends` has, for each span, the end of its documents among all. */
function toOutcome(ends: readonly number[], failures: readonly (string | undefined)[]): SendOutcome {
  const reasons = new Set<string>();
  let lost = 0;
  let start = 0;
  for (const end of ends) {
    const failure = end === start ? 'no segment document' : failures.slice(start, end).find(isFailure);
    if (failure !== undefined) {
      reasons.add(failure);
      lost += 1;
    }
    start = end;
  }
  const reason = [...reasons].join(', ');
  if (lost === 0) return { kind: 'delivered' };
  return lost === ends.length
    ? { kind: 'refused', reason }
    : { kind: 'delivered', rejectedItems: lost, reason };
}

const isFailure = (failure: string | undefined): boolean => failure !== undefined;

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
