import type { SamplingRule } from './sampling-rule.ts';
import { isRecord } from '../../is-record.ts';
import { readSamplingRule, shown, type SamplingRuleProblem } from './read-sampling-rule.ts';

export type SamplingRulesResult =
  | { readonly ok: true; readonly rules: readonly SamplingRule[] }
  | { readonly ok: false; readonly problems: readonly SamplingRuleProblem[] };

const expectedForm =
  '{"SamplingRule": {...}} as `aws xray create-sampling-rule --cli-input-json` takes it, a list of such, ' +
  '{"SamplingRules": [...]}, or the answer of `aws xray get-sampling-rules`';

/**
 * Reads the text of a local rule file. All problems are found at once; unknown fields are left alone, as X-Ray adds
 * new ones. Never throws.
 */
export function parseSamplingRules(json: string): SamplingRulesResult {
  const problems: SamplingRuleProblem[] = [];
  const rules: SamplingRule[] = [];
  for (const [path, value] of findRules(json, problems)) {
    const rule = readSamplingRule(value, path, problems);
    if (rule === undefined) continue;
    if (rules.some(({ name }) => name === rule.name)) {
      problems.push({
        path: `${path}.RuleName`,
        found: shown(rule.name),
        expected: 'a name that no other rule has',
      });
    }
    rules.push(rule);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, rules };
}

type Located = readonly [path: string, value: unknown];

function findRules(json: string, problems: SamplingRuleProblem[]): readonly Located[] {
  let document: unknown;
  try {
    // An editor on Windows may have begun the file with a byte order mark.
    document = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch {
    // Not its text: whoever names the wrong file must not find a secret of it in the log.
    problems.push({ path: '$', found: `${json.length} characters that are no JSON`, expected: expectedForm });
    return [];
  }
  if (Array.isArray(document)) return document.map((entry, index) => unwrap(`$[${index}]`, entry));
  if (isRecord(document)) {
    if (isRecord(document['SamplingRule'])) return [unwrap('$', document)];
    for (const list of ['SamplingRules', 'SamplingRuleRecords']) {
      const entries = document[list];
      if (Array.isArray(entries)) return entries.map((entry, index) => unwrap(`$.${list}[${index}]`, entry));
    }
    if ('rules' in document || 'default' in document) {
      problems.push({
        path: '$',
        found: `the local rules of the X-Ray SDK (${shown(Object.keys(document).join(', '))})`,
        expected: `the rules of the X-Ray service: ${expectedForm}`,
      });
      return [];
    }
  }
  const found = typeof document === 'string' ? 'a text' : shown(document);
  problems.push({ path: '$', found, expected: expectedForm });
  return [];
}

/** A rule may stand by itself or inside of a record, beside its dates. */
function unwrap(path: string, entry: unknown): Located {
  return isRecord(entry) && 'SamplingRule' in entry
    ? [`${path}.SamplingRule`, entry['SamplingRule']]
    : [path, entry];
}
