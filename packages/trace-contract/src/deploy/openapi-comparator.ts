import * as comparatorModule from '@pactflow/openapi-pact-comparator';

/** The parts of a finding that are read. */
export interface ComparatorResult {
  readonly type: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly mockDetails?: { readonly interactionDescription?: string | null; readonly location: string };
}

interface ComparatorClass {
  new (options: { readonly oas: unknown }): {
    compare: (pact: unknown) => AsyncIterable<ComparatorResult>;
  };
}

/** PactFlow's comparison of a pact with an OpenAPI document. Its own declarations cannot be resolved by NodeNext. */
export function createOpenApiComparator(
  openapi: unknown,
): (pact: unknown) => AsyncIterable<ComparatorResult> {
  // safe: the class that its documentation names, pinned to an exact version
  const Comparator = Reflect.get(comparatorModule, 'Comparator') as ComparatorClass;
  const comparator = new Comparator({ oas: openapi });
  return (pact) => comparator.compare(pact);
}
