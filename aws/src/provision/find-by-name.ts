/** The one with this name; the plan names only what a store desires, so a miss is a defect of ours and throws. */
export function findByName<T>(all: readonly T[], name: string, nameOf: (one: T) => string): T {
  const found = all.find((one) => nameOf(one) === name);
  if (found === undefined) throw new Error(`nothing called ${name} is desired`);
  return found;
}
