import { describeContract } from '../check/check-span.ts';
import { matchesKey, matchesName } from '../check/match-value.ts';
import type { SpanContract } from '../contract/span-contract.ts';
import type { Pact } from '../pact/pact-file.ts';
import type { CataloguedSpan, SpanCatalogue } from './span-catalogue.ts';

/** Why a consumer's trace contract does not fit a provider, or is not known to. */
export interface SpanMismatch {
  /** `contradicted`: the list says otherwise. `not-listed`: nobody has made such a request, so the list cannot say. */
  readonly kind: 'contradicted' | 'not-listed';
  readonly interaction: string;
  readonly message: string;
}

/**
 * Whether the spans that a provider has listed are those that a consumer's pact counts on: names, kinds, keys and
 * statuses. Values are not in the list; they are checked when the pact is verified live.
 */
export function compareSpans(pact: Pact, catalogue: SpanCatalogue): readonly SpanMismatch[] {
  return pact.interactions.flatMap(({ description, trace }) =>
    trace?.sampled === true
      ? compareRequest(trace.provider, catalogue).map((problem) => ({ interaction: description, ...problem }))
      : [],
  );
}

type Problem = Omit<SpanMismatch, 'interaction'>;

function compareRequest(contract: SpanContract, { requests, service }: SpanCatalogue): readonly Problem[] {
  const byStatus = Object.entries(requests).filter(
    ([name]) => contract.name === undefined || matchesName(contract.name, name),
  );
  const unheardOf = `the pacts that ${service} was verified with never exercised ${describeContract(contract)}`;
  if (byStatus.length === 0) return [{ kind: 'not-listed', message: unheardOf }];
  const status = contract.attributes?.['http.response.status_code'];
  const candidates = byStatus.flatMap(([, entries]) =>
    typeof status === 'number' ? (entries[String(status)] ?? []) : Object.values(entries),
  );
  if (candidates.length === 0 && typeof status === 'number')
    return [{ kind: 'not-listed', message: `${unheardOf} that answers ${status}` }];
  return candidates
    .flatMap((candidate) => compareSpan(contract, candidate))
    .map((message) => ({ kind: 'contradicted', message }));
}

function compareSpan(contract: SpanContract, span: CataloguedSpan): readonly string[] {
  const { attributes = {}, children = [], forbidden = [], kind, status } = contract;
  const seen = [...span.attributes, ...(span.sometimes ?? [])];
  const at = `${span.kind.toUpperCase()} "${span.name}"`;
  return [
    ...(kind === undefined || kind === span.kind ? [] : [`${at} is not ${kind.toUpperCase()}`]),
    ...(status === undefined || span.statuses.every((known) => known === status)
      ? []
      : [`${at} has status ${span.statuses.join(' or ')}, not ${status}`]),
    ...Object.keys(attributes)
      .filter((key) => !span.attributes.includes(key))
      .map((key) => `${at} ${seen.includes(key) ? 'does not always have' : 'does not have'} ${key}`),
    ...seen
      .filter((key) => forbidden.some((pattern) => matchesKey(pattern, key)))
      .map((key) => `${at} has ${key}, which is forbidden`),
    ...children.flatMap((child) => compareChild(child, span, at)),
  ];
}

function compareChild(contract: SpanContract, parent: CataloguedSpan, at: string): readonly string[] {
  const found = parent.children?.filter(
    ({ kind, name }) =>
      (contract.kind === undefined || contract.kind === kind) &&
      (contract.name === undefined || matchesName(contract.name, name)),
  );
  const [first] = found ?? [];
  const wanted = describeContract(contract);
  if (contract.count === 0)
    return first === undefined ? [] : [`${at} has ${wanted} below it, which is forbidden`];
  if (first === undefined) return [`${at} has no ${wanted} below it`];
  if (first.optional === true) return [`${at} does not always have ${wanted} below it`];
  return compareSpan(contract, first);
}
