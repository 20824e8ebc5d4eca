import { editDistance } from './edit-distance.ts';
import { isUnimplementedVariable } from './unimplemented-variables.ts';

/** Nobody else gives their variables these names: one that is set and that nobody reads is a mistake. */
const exclusivePrefixes = ['OTEL_', 'HONEYCOMB_'] as const;
/**
 * Services share one environment, and the X-Ray SDKs and the CloudWatch agent have variables of their own: what we do not
 * know of these prefixes may be somebody else's, so only a near miss is told.
 */
const sharedPrefixes = ['CRUDDUR_', 'AWS_XRAY_', 'CLOUDWATCH_', 'ROLLBAR_'] as const;
const maxDistance = 2;

/**
 * One warning for each variable that is set, has no reader, and was meant for one: with the name that is nearest.
 * A prefix of which the process reads nothing is none of its business.
 */
export function describeUnknownVariables(
  names: readonly string[],
  read: ReadonlySet<string>,
): readonly string[] {
  const prefixes = [...exclusivePrefixes, ...sharedPrefixes].filter((prefix) =>
    [...read].some((name) => name.startsWith(prefix)),
  );
  const known = [...read].filter((name) => prefixes.some((prefix) => name.startsWith(prefix)));
  return names
    .filter((name) => !read.has(name))
    .map((name) => {
      if (prefixes.includes('OTEL_') && isUnimplementedVariable(name))
        return `${name} is ignored: it is standard, but not implemented here`;
      const nearest = findNearest(name, known);
      if (nearest !== undefined)
        return `${name} is not a variable that is read here; did you mean ${nearest}?`;
      const exclusive = exclusivePrefixes.some(
        (prefix) => prefixes.includes(prefix) && name.startsWith(prefix),
      );
      return exclusive ? `${name} is not a variable that is read here` : undefined;
    })
    .filter((warning) => warning !== undefined);
}

/** A known name that is misspelt by a letter or two, in another case, cut short or lengthened. */
function findNearest(name: string, known: readonly string[]): string | undefined {
  const upper = name.toUpperCase();
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: nameDistance(upper, candidate) }))
    .filter(({ distance }) => distance <= maxDistance)
    .toSorted((a, b) => a.distance - b.distance);
  return nearest?.candidate;
}

function nameDistance(name: string, known: string): number {
  if (known.startsWith(`${name}_`) || name.startsWith(`${known}_`)) return maxDistance;
  return Math.abs(name.length - known.length) > maxDistance ? Infinity : editDistance(name, known);
}
