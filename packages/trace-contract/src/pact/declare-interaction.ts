import { Matchers, type Pact } from '@pact-foundation/pact';
import { traceContractKey, type TraceContract } from '../contract/trace-contract.ts';
import { toTraceHeader, traceHeaderNames, type TraceHeaderContext } from '../headers/trace-header.ts';
import type { TracedInteraction } from './traced-interaction.ts';

/** Runs `test` against a stand-in of the provider; rejects with what the requests did not match. */
export interface DeclaredInteraction {
  readonly executeTest: (test: (provider: { readonly url: string }) => Promise<void>) => Promise<unknown>;
}

/** Says the interaction in Pact's terms: with the trace headers, and the trace contract as a comment. */
export function declareInteraction(
  pact: Pact,
  { description, given, request, response }: TracedInteraction,
  contract: TraceContract | undefined,
  example: TraceHeaderContext,
): DeclaredInteraction {
  const interaction = pact.addInteraction().uponReceiving(description);
  if (given !== undefined) interaction.given(given.state, given.parameters);
  if (contract !== undefined) interaction.comment({ key: traceContractKey, value: JSON.stringify(contract) });
  // safe: Pact checks its own matchers
  const path = request.path as string;
  return interaction
    .withRequest(request.method, path, (builder) => {
      // safe: Pact checks its own matchers
      builder.headers({ ...request.headers, ...toHeaderMatchers(contract, example) } as Record<
        string,
        string
      >);
      if (request.query !== undefined) builder.query(request.query);
      if (request.body !== undefined) builder.jsonBody(request.body);
    })
    .willRespondWith(response.status, (builder) => {
      // safe: Pact checks its own matchers
      if (response.headers !== undefined) builder.headers(response.headers as Record<string, string>);
      if (response.body !== undefined) builder.jsonBody(response.body);
    });
}

function toHeaderMatchers(
  contract: TraceContract | undefined,
  example: TraceHeaderContext,
): Record<string, unknown> {
  if (contract === undefined) return {};
  const { propagate, sampled } = contract;
  return Object.fromEntries(
    propagate.map((format) => [
      traceHeaderNames[format],
      Matchers.regex(patterns[format](sampled), toTraceHeader(format, example)),
    ]),
  );
}

/** Of the flags of Trace Context Level 2 only the last bit is the decision; the other one says that ids are random. */
const patterns = {
  w3c: (sampled: boolean): string => `^00-[0-9a-f]{32}-[0-9a-f]{16}-0${sampled ? '[13]' : '[02]'}$`,
  xray: (sampled: boolean): string =>
    `^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=${sampled ? '1' : '0'}$`,
};
