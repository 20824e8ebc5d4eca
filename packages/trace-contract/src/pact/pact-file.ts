import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseTraceContract, traceContractKey, type TraceContract } from '../contract/trace-contract.ts';

export interface PactInteraction {
  readonly description: string;
  readonly states: readonly string[];
  readonly method: string;
  readonly path: string;
  /** Absent when the interaction is not traced. */
  readonly trace?: TraceContract;
}

export interface Pact {
  readonly consumer: string;
  readonly provider: string;
  readonly interactions: readonly PactInteraction[];
}

const participant = z.object({ name: z.string() });
const pactSchema = z.object({
  consumer: participant,
  provider: participant,
  interactions: z.array(
    z.object({
      description: z.string(),
      providerStates: z.array(z.object({ name: z.string() })).default([]),
      request: z.object({ method: z.string(), path: z.string() }),
      comments: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});

/** @throws Error that names the file when it is no pact, or when two interactions or a trace block are not in order */
export function readPactFile(file: string): Pact {
  return toPact(JSON.parse(readFileSync(file, 'utf8')), file);
}

/** As `readPactFile`, for a pact that is already parsed; `source` names it in errors. */
export function toPact(json: unknown, source: string): Pact {
  const parsed = pactSchema.safeParse(json);
  if (!parsed.success) throw new Error(`${source} is not a V4 pact: ${z.prettifyError(parsed.error)}`);
  const { consumer, interactions, provider } = parsed.data;
  const descriptions = new Set<string>();
  for (const { description } of interactions) {
    if (descriptions.has(description))
      throw new Error(`${source} has two interactions called "${description}"`);
    descriptions.add(description);
  }
  return {
    consumer: consumer.name,
    provider: provider.name,
    interactions: interactions.map(({ comments, description, providerStates, request }) => ({
      description,
      states: providerStates.map(({ name }) => name),
      method: request.method,
      path: request.path,
      ...toTrace(comments[traceContractKey], `"${description}" of ${source}`),
    })),
  };
}

function toTrace(block: unknown, where: string): { readonly trace?: TraceContract } {
  if (block === undefined) return {};
  const parsed = parseTraceContract(block);
  if (!parsed.ok) throw new Error(`The trace contract of ${where} cannot be read: ${parsed.problem}`);
  return { trace: parsed.contract };
}
