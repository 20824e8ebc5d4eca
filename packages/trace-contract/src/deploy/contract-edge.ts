import { z } from 'zod';

/** Where the two halves of the contract between a consumer and a provider lie in the repository; paths from its root. */
export interface ContractEdge {
  readonly consumer: {
    readonly service: string;
    /** The pact that the consumer's tests generate. */
    readonly pact: string;
  };
  readonly provider: {
    readonly service: string;
    /** OpenAPI document of the answers. */
    readonly openapi: string;
    /** Span catalogue of the traces. */
    readonly spans: string;
    /** Runs the provider's verification by vitest, with the pacts that `CONTRACT_PACTS` names (joined as in `PATH`). */
    readonly verify: readonly [string, ...string[]];
  };
  /** Requests that the OpenAPI document leaves out on purpose, such as `GET /health`. */
  readonly notInOpenapi: readonly string[];
}

const edgesSchema: z.ZodType<readonly ContractEdge[]> = z.array(
  z.strictObject({
    consumer: z.strictObject({ service: z.string(), pact: z.string() }),
    provider: z.strictObject({
      service: z.string(),
      openapi: z.string(),
      spans: z.string(),
      verify: z.tuple([z.string()], z.string()),
    }),
    notInOpenapi: z.array(z.string()).default([]),
  }),
);

/** @throws Error that names `source` and what is wrong with it */
export function parseContractEdges(text: string, source: string): readonly ContractEdge[] {
  const parsed = edgesSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`${source}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
