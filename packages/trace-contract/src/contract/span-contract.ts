import type { SpanKind, SpanStatus } from '@cruddur/trace-model';
import { z } from 'zod';

export type AttributePrimitive = string | number | boolean;

/**
 * What an attribute must be: exactly a value, any value at all, one of several, text that a regular expression finds,
 * or of a type. Plain JSON, so that it travels in a pact file.
 */
export type AttributeMatcher =
  | AttributePrimitive
  | { readonly any: true }
  | { readonly oneOf: readonly AttributePrimitive[] }
  | { readonly matching: string }
  | { readonly type: 'string' | 'number' | 'boolean' };

export type NameMatcher = string | { readonly matching: string };

export interface EventContract {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, AttributeMatcher>>;
}

export interface LinkContract {
  /** 32 hex digits. */
  readonly traceId?: string;
  /** 16 hex digits. */
  readonly spanId?: string;
}

/** What one span must be like. What is not said is not checked. */
export interface SpanContract {
  readonly kind?: Exclude<SpanKind, 'unspecified'>;
  readonly name?: NameMatcher;
  /** `service.name` of the span's resource. */
  readonly service?: string;
  readonly attributes?: Readonly<Record<string, AttributeMatcher>>;
  /** Keys that the span must not have; a trailing `*` stands for any ending (`enduser.*`). */
  readonly forbidden?: readonly string[];
  readonly status?: SpanStatus;
  /** Each must be there; others may be. */
  readonly events?: readonly EventContract[];
  /** Exactly these, in any order. */
  readonly links?: readonly LinkContract[];
  /** Each must be a direct child; others may be. */
  readonly children?: readonly SpanContract[];
  /** How many such spans there are; 0 forbids them. @default 1 */
  readonly count?: number;
  /** Upper bound of the duration. Left out by default: a busy machine is not a broken contract. */
  readonly maxMs?: number;
}

const primitiveSchema = z.union([z.string(), z.number(), z.boolean()]);
const regexSchema = z.string().refine(isRegex, 'is not a regular expression');

const attributeMatcherSchema: z.ZodType<AttributeMatcher> = z.union([
  primitiveSchema,
  z.strictObject({ any: z.literal(true) }),
  z.strictObject({ oneOf: z.array(primitiveSchema).min(1) }),
  z.strictObject({ matching: regexSchema }),
  z.strictObject({ type: z.enum(['string', 'number', 'boolean']) }),
]);
const attributesSchema = z.record(z.string(), attributeMatcherSchema);

export const spanContractSchema: z.ZodType<SpanContract> = z.strictObject({
  kind: z.enum(['internal', 'server', 'client', 'producer', 'consumer']).exactOptional(),
  name: z.union([z.string(), z.strictObject({ matching: regexSchema })]).exactOptional(),
  service: z.string().exactOptional(),
  attributes: attributesSchema.exactOptional(),
  forbidden: z.array(z.string()).exactOptional(),
  status: z.enum(['unset', 'ok', 'error']).exactOptional(),
  events: z
    .array(z.strictObject({ name: z.string(), attributes: attributesSchema.exactOptional() }))
    .exactOptional(),
  links: z
    .array(
      z.strictObject({
        traceId: z
          .string()
          .regex(/^[0-9a-f]{32}$/)
          .exactOptional(),
        spanId: z
          .string()
          .regex(/^[0-9a-f]{16}$/)
          .exactOptional(),
      }),
    )
    .exactOptional(),
  get children(): z.ZodExactOptional<z.ZodArray<z.ZodType<SpanContract>>> {
    return z.array(spanContractSchema).exactOptional();
  },
  count: z.int().min(0).exactOptional(),
  maxMs: z.number().positive().exactOptional(),
});

function isRegex(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
