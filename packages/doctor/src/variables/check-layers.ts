import { findingsOf, type Finding } from '../finding.ts';
import { describeValue, isOurVariable } from './known-variables.ts';
import type { LayeredEnvironment, LayeredVariable } from './layered-environment.ts';

/** Which variables are set and where, which are empty, and which do not count because another place wins. */
export function checkLayers(environment: LayeredEnvironment): readonly Finding[] {
  const variables = environment.variables.filter(({ name }) => isOurVariable(name));
  const hiding = variables.flatMap(toHiding);
  return [...hiding, summarize(variables)];
}

function toHiding({ name, value, origin, hidden }: LayeredVariable): readonly Finding[] {
  const found = findingsOf('variables', 'variable-hidden');
  const weaker = hidden.find((other) => other.value.trim() !== '');
  if (weaker === undefined || weaker.value.trim() === value.trim()) return [];
  return value.trim() === ''
    ? [
        found.problem(
          `${name} is set but empty in ${origin}, which hides the value of ${weaker.origin}`,
          origin === 'the shell' ? `unset ${name}` : `delete the line of ${name} from ${origin}`,
        ),
      ]
    : [
        found.warning(
          `${name} is set in ${origin} and to something else in ${weaker.origin}, which is ignored`,
          origin === 'the shell'
            ? `unset ${name} to use the one of ${weaker.origin}`
            : `keep only one of the two`,
        ),
      ];
}

function summarize(variables: readonly LayeredVariable[]): Finding {
  const set = variables.filter(({ value }) => value.trim() !== '');
  const empty = variables.filter(({ value }) => value.trim() === '');
  const origins = [...new Set(set.map(({ origin }) => origin))];
  const parts = origins.map((origin) => {
    const own = set.filter((variable) => variable.origin === origin);
    return `set in ${origin}: ${own.map(({ name, value }) => describeValue(name, value.trim())).join(', ')}`;
  });
  if (set.length === 0) parts.push('none is set, the defaults apply');
  if (empty.length > 0) parts.push(`empty, so not set: ${empty.map(({ name }) => name).join(', ')}`);
  return findingsOf('variables', 'variables-set').ok(parts.join('; '));
}
