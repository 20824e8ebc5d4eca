/** Throws one error as it is; several as one whose message has all of theirs, so that a report shows the first cause first. */
export function throwAll(possible: readonly (Error | undefined)[]): void {
  const errors = possible.filter((error) => error !== undefined);
  const [first, ...others] = errors;
  if (first === undefined) return;
  if (others.length === 0) throw first;
  throw new AggregateError(errors, errors.map(({ message }) => message).join('\n\n'));
}
