import { z } from 'zod';
import type { CataloguedSpan, SpanCatalogue } from './span-catalogue.ts';

const spanSchema: z.ZodType<CataloguedSpan> = z.strictObject({
  name: z.string(),
  kind: z.enum(['unspecified', 'internal', 'server', 'client', 'producer', 'consumer']),
  statuses: z.array(z.enum(['unset', 'ok', 'error'])),
  optional: z.literal(true).exactOptional(),
  attributes: z.array(z.string()),
  sometimes: z.array(z.string()).exactOptional(),
  get children(): z.ZodExactOptional<z.ZodArray<z.ZodType<CataloguedSpan>>> {
    return z.array(spanSchema).exactOptional();
  },
});

const catalogueSchema: z.ZodType<SpanCatalogue> = z.strictObject({
  v: z.literal(1),
  service: z.string(),
  requests: z.record(z.string(), z.record(z.string(), spanSchema)),
});

/** @throws Error that names `source` when the text is no catalogue of a version that this package knows */
export function parseSpanCatalogue(text: string, source: string): SpanCatalogue {
  const parsed = catalogueSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`${source} is no span catalogue: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
