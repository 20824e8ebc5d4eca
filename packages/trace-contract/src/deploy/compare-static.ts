import { compareSpans } from '../catalogue/compare-spans.ts';
import { parseSpanCatalogue } from '../catalogue/parse-span-catalogue.ts';
import { toPact } from '../pact/pact-file.ts';
import { createOpenApiComparator } from './openapi-comparator.ts';

/** Texts of the documents of one consumer version and one provider version. */
export interface ContractDocuments {
  readonly pact: string;
  readonly openapi: string;
  readonly spans: string;
}

/** Why two versions do not fit, by interaction. */
export interface Incompatibility {
  readonly interaction: string;
  readonly message: string;
}

/** Where a pact and a provider's documents differ, or where the documents say nothing. */
export interface DocumentMismatch extends Incompatibility {
  /** `not-listed`: no span of such a request was ever listed; nothing is known to be wrong. */
  readonly kind: 'contradicted' | 'not-listed';
}

/** Compares a pact with a provider's documents: answers with OpenAPI, traces with the span catalogue. Runs no code of either. */
export async function compareStatically(
  documents: ContractDocuments,
  notInOpenapi: readonly string[],
): Promise<readonly DocumentMismatch[]> {
  const pact: unknown = JSON.parse(documents.pact);
  const known = toPact(pact, 'the pact');
  const leftOut = new Set(
    known.interactions
      .filter(({ method, path }) => notInOpenapi.includes(`${method} ${path}`))
      .map(({ description }) => description),
  );
  const compare = createOpenApiComparator(JSON.parse(documents.openapi));
  const found: DocumentMismatch[] = [];
  for await (const result of compare(pact)) {
    const interaction = result.mockDetails?.interactionDescription ?? 'the pact as a whole';
    if (result.type === 'error' && !leftOut.has(interaction))
      found.push({
        kind: 'contradicted',
        interaction,
        message: `${result.message}${toPlace(result.mockDetails?.location)}`,
      });
  }
  return [...found, ...compareSpans(known, parseSpanCatalogue(documents.spans, 'the span catalogue'))];
}

function toPlace(location: string | undefined): string {
  return location === undefined ? '' : ` (${location.replace('[root].', '')})`;
}
