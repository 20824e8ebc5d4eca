import { Pact } from '@pact-foundation/pact';
import type { Span } from '@cruddur/trace-model';
import { checkConsumer } from '../check/check-consumer.ts';
import { checkUntraced } from '../check/check-untraced.ts';
import type { Finding } from '../check/finding.ts';
import { traceContract, type TraceContract } from '../contract/trace-contract.ts';
import { untilSatisfied } from '../expect-trace.ts';
import { toCallerContext, toExampleContext } from '../headers/example-context.ts';
import { toTraceHeaders, type TraceHeaderContext } from '../headers/trace-header.ts';
import { TraceContractError } from '../report/trace-contract-error.ts';
import { throwAll } from '../report/throw-all.ts';
import { toSpan, type SpanInput } from '../spans/span-input.ts';
import { declareInteraction } from './declare-interaction.ts';
import { createRecordingFetch } from './recording-fetch.ts';
import type { TracedInteraction } from './traced-interaction.ts';

export interface TracedPactOptions {
  readonly consumer: string;
  readonly provider: string;
  /** Where the pact file is written. Begin with an empty one: Pact keeps the interactions of earlier runs. */
  readonly folder: string;
  /** How long to wait for the spans that a contract names. @default 2000 */
  readonly timeoutMs?: number;
}

/** The stand-in of the provider that the consumer is to call. */
export interface ProviderStandIn {
  /** Without a trailing slash. */
  readonly url: string;
  /** What the consumer's own HTTP client must send through. */
  readonly fetch: typeof globalThis.fetch;
}

export interface ConsumerUnderTest {
  /** Every span that the consumer has recorded so far. */
  readonly spans: () => Iterable<SpanInput>;
  /** Calls the consumer with these trace headers, whose trace it has to go on with; asserts what it made of the answer. */
  readonly call: (headers: Readonly<Record<string, string>>) => Promise<void>;
}

export type StartConsumer = (provider: ProviderStandIn) => ConsumerUnderTest;

export interface TracedPact {
  /**
   * Runs one interaction: the call against a stand-in of the provider, then the check of the consumer's half of the trace.
   *
   * @throws AggregateError with, in this order: what the request did not match, what the trace did not match, what `call` threw
   */
  readonly tracedInteraction: (interaction: TracedInteraction, startConsumer: StartConsumer) => Promise<void>;
}

/** A pact between two services whose interactions carry a trace contract. */
export function createTracedPact({
  consumer,
  folder,
  provider,
  timeoutMs = 2000,
}: TracedPactOptions): TracedPact {
  const pact = new Pact({ consumer, provider, dir: folder, logLevel: 'error' });
  const descriptions = new Set<string>();
  return {
    tracedInteraction: async (interaction, startConsumer) => {
      const { description, trace } = interaction;
      // Pact would silently let the later one win.
      if (descriptions.has(description)) throw new Error(`two interactions are called "${description}"`);
      descriptions.add(description);

      const contract = trace && traceContract(trace);
      const sampled = contract?.sampled ?? true;
      const name = { consumer, provider, description };
      const caller = toCallerContext(name, sampled);
      const recording = createRecordingFetch();
      let readSpans = readNothing;
      let sent: readonly Headers[] = [];
      let thrown: unknown;
      const mismatch = await declareInteraction(pact, interaction, contract, toExampleContext(name, sampled))
        .executeTest(async ({ url }) => {
          const consumerUnderTest = startConsumer({ url, fetch: recording.fetch });
          readSpans = consumerUnderTest.spans;
          // What it throws is kept for later: Pact must get to say first what was wrong with the request.
          await consumerUnderTest.call(toTraceHeaders(['w3c'], caller)).catch((error: unknown) => {
            thrown = error;
          });
          sent = recording.sentTo(url);
        })
        .then(() => undefined, toError);
      const broken = await findBrokenTrace(contract, {
        interaction: description,
        caller,
        timeoutMs,
        sent,
        readSpans: () => Array.from(readSpans(), (span) => toSpan(span, consumer)),
      });
      throwAll([mismatch, broken, thrown === undefined ? undefined : toError(thrown)]);
    },
  };
}

const notSent: Finding = {
  code: 'not-sent',
  message: 'no request passed through the fetch that the consumer was given',
};

function readNothing(): Iterable<SpanInput> {
  return [];
}

interface Evidence {
  readonly interaction: string;
  readonly caller: TraceHeaderContext;
  readonly timeoutMs: number;
  readonly sent: readonly Headers[];
  readonly readSpans: () => readonly Span[];
}

async function findBrokenTrace(
  contract: TraceContract | undefined,
  { caller, interaction, readSpans, sent, timeoutMs }: Evidence,
): Promise<TraceContractError | undefined> {
  const check = (requests: readonly Headers[]): readonly Finding[] => {
    if (requests.length === 0) return [notSent];
    return contract === undefined
      ? requests.flatMap(checkUntraced)
      : checkConsumer(contract, { spans: readSpans(), sent: requests, caller });
  };
  const findings = await untilSatisfied(() => check(sent), timeoutMs);
  if (findings.length === 0) return undefined;
  const headers = sent.find((request) => check([request]).length > 0) ?? sent.at(-1);
  return new TraceContractError({
    side: 'the consumer',
    interaction,
    findings,
    spans: readSpans(),
    ...(headers && { headers }),
    ...(contract && { propagate: contract.propagate }),
  });
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
