import { Verifier } from '@pact-foundation/pact';
import type { Span } from '@cruddur/trace-model';
import { checkProvider } from '../check/check-provider.ts';
import { untilSatisfied } from '../expect-trace.ts';
import { toExampleContext } from '../headers/example-context.ts';
import { TraceContractError } from '../report/trace-contract-error.ts';
import { toSpan, type SpanInput } from '../spans/span-input.ts';
import { readPactFile, type Pact, type PactInteraction } from './pact-file.ts';
import { watchStates, type StateHandlers } from './provider-states.ts';
import {
  startRecordingProvider,
  type FetchHandler,
  type RecordedExchange,
  type RecordingProvider,
} from './start-recording-provider.ts';
import { readVerifierReport } from './verifier-report.ts';

export interface VerifyPactOptions {
  /** Path of the pact file. */
  readonly pactFile: string;
  readonly fetch: FetchHandler;
  readonly states: StateHandlers;
  /** Every span that the provider has recorded so far. */
  readonly spans: () => Iterable<SpanInput>;
  /** Says what is wrong with an answer beyond what the consumer counts on, such as the provider's own schema. */
  readonly checkAnswer?: (interaction: PactInteraction, exchange: RecordedExchange) => string | undefined;
  /** How long to wait for the spans that a contract names. @default 2000 */
  readonly timeoutMs?: number;
}

/** What came of one interaction: no error means that the provider keeps it, trace and all. */
export interface VerifiedInteraction {
  readonly interaction: PactInteraction;
  readonly errors: readonly Error[];
  /** The provider's spans of it. */
  readonly spans: readonly Span[];
}

/** Replays a pact against the provider and checks the provider's half of every trace. */
export async function verifyPact(options: VerifyPactOptions): Promise<readonly VerifiedInteraction[]> {
  const pact = readPactFile(options.pactFile);
  const states = watchStates(options.states);
  const readSpans = readNewSpans(options.spans, pact.provider);
  const provider = await startRecordingProvider(options.fetch);
  try {
    const report = await runVerifier(pact, options.pactFile, provider.url, states.handlers);
    return await Promise.all(
      pact.interactions.map(async (interaction) => {
        const stateErrors = states.problemsOf(interaction).map((problem) => new Error(problem));
        const reasons = report.get(interaction.description) ?? ['Pact has not verified it'];
        const mismatch = reasons.length > 0 ? [toMismatchError(interaction, reasons)] : [];
        const { errors, spans } = await checkTrace(pact, interaction, provider, { ...options, readSpans });
        return { interaction, spans, errors: [...stateErrors, ...mismatch, ...errors] };
      }),
    );
  } finally {
    await provider.close();
  }
}

async function runVerifier(
  { provider }: Pact,
  pactFile: string,
  providerBaseUrl: string,
  stateHandlers: ReturnType<typeof watchStates>['handlers'],
): Promise<ReturnType<typeof readVerifierReport>> {
  // The native verifier reports to its maker unless it finds exactly this.
  // oxlint-disable-next-line node/no-process-env
  process.env['PACT_DO_NOT_TRACK'] = 'true';
  const verifier = new Verifier({
    provider,
    providerBaseUrl,
    pactUrls: [pactFile],
    stateHandlers,
    logLevel: 'error',
  });
  return readVerifierReport(await verifier.verifyProvider().catch((error: unknown) => error));
}

function toMismatchError({ description }: PactInteraction, reasons: readonly string[]): Error {
  return new Error(
    [
      'contract broken by the provider',
      `interaction: ${description}`,
      ...reasons.map((reason) => `✗ ${reason}`),
    ].join('\n'),
  );
}

async function checkTrace(
  { consumer, interactions, provider }: Pact,
  interaction: PactInteraction,
  { exchangeOf }: RecordingProvider,
  { checkAnswer, readSpans, timeoutMs = 2000 }: TraceCheckOptions,
): Promise<{ readonly errors: readonly Error[]; readonly spans: readonly Span[] }> {
  const { description, trace } = interaction;
  if (trace === undefined) return { errors: [], spans: [] };
  const received = toExampleContext({ consumer, provider, description }, trace.sampled);
  const knownTraceIds = interactions.map(
    (other) => toExampleContext({ consumer, provider, description: other.description }, true).traceId,
  );
  const exchange = exchangeOf(received.traceId);
  if (exchange === undefined) {
    const message = `no request with the example trace id ${received.traceId} of "${description}" reached the provider`;
    return { errors: [new Error(message)], spans: [] };
  }
  let seen: readonly Span[] = [];
  const findings = await untilSatisfied(() => {
    seen = readSpans();
    return checkProvider(trace, { spans: seen, received, knownTraceIds, path: exchange.path });
  }, timeoutMs);
  const own = seen.filter(({ traceId }) => traceId === received.traceId);
  const wrongAnswer = checkAnswer?.(interaction, exchange);
  return {
    spans: own,
    errors: [
      ...(wrongAnswer === undefined ? [] : [new Error(`${description}: ${wrongAnswer}`)]),
      ...(findings.length === 0
        ? []
        : [
            new TraceContractError({
              side: 'the provider',
              interaction: description,
              findings,
              // Without any of its own the others are the only clue.
              spans: own.length > 0 ? own : toStrangers(seen),
              headers: exchange.headers,
              propagate: trace.propagate,
            }),
          ]),
    ],
  };
}

interface TraceCheckOptions extends Pick<VerifyPactOptions, 'checkAnswer' | 'timeoutMs'> {
  readonly readSpans: () => readonly Span[];
}

/** Only the spans from now on: another pact, or an earlier version of this one, replays the same example trace ids. */
function readNewSpans(spans: () => Iterable<SpanInput>, service: string): () => readonly Span[] {
  const read = (): readonly Span[] => Array.from(spans(), (span) => toSpan(span, service));
  const earlier = new Set(read().map(toKey));
  return () => read().filter((span) => !earlier.has(toKey(span)));
}

function toKey({ spanId, traceId }: Span): string {
  return `${traceId} ${spanId}`;
}

const maxStrangers = 10;

function toStrangers(spans: readonly Span[]): readonly Span[] {
  return spans
    .filter(({ kind, parentSpanId }) => kind === 'server' && parentSpanId === undefined)
    .slice(-maxStrangers);
}
