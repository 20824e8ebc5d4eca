import { z } from 'zod';

const mismatchSchema = z.object({
  mismatch: z.string().optional(),
  path: z.string().optional(),
  key: z.string().optional(),
  parameter: z.string().optional(),
});

const reportSchema = z.object({
  interactionResults: z.array(
    z.object({
      description: z.string(),
      result: z.string(),
      mismatch: z
        .object({ mismatches: z.array(mismatchSchema).default([]), message: z.string().optional() })
        .optional(),
    }),
  ),
});

/**
 * What Pact's verifier says of each interaction, by description, in words; an empty list is agreement. It comes as one line
 * of JSON, as the result of a good run and as the message of the error of a bad one.
 *
 * @throws the error itself when it holds no report
 */
export function readVerifierReport(outcome: unknown): ReadonlyMap<string, readonly string[]> {
  const text = outcome instanceof Error ? outcome.message : String(outcome);
  const parsed = reportSchema.safeParse(toJson(text));
  if (!parsed.success) throw outcome instanceof Error ? outcome : new Error(`no report of Pact's: ${text}`);
  return new Map(
    parsed.data.interactionResults.map(({ description, mismatch, result }) => {
      const words = mismatch?.mismatches.map(toWords) ?? [];
      const reasons = words.length > 0 ? words : [mismatch?.message ?? 'Pact gives no reason'];
      return [description, result === 'OK' ? [] : reasons];
    }),
  );
}

function toWords({ key, mismatch = 'differs', parameter, path }: z.infer<typeof mismatchSchema>): string {
  const where = path ?? key ?? parameter;
  return where === undefined ? mismatch : `${where}: ${mismatch}`;
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
