/** How many colours the style sheet names (`.service-0` and up). */
const COLOR_COUNT = 10;

/** FNV-1a: the colour must be the same in every browser and on every visit. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

export type ServiceColors = (service: string) => string;

/**
 * Gives each service of one trace the class of its colour. The colour follows from the name; two services of
 * the trace that would share one are told apart as long as there are colours left, in order of their names, so
 * that everyone who looks at the trace sees the same.
 */
export function createServiceColors(services: readonly { readonly name: string }[]): ServiceColors {
  const byName = new Map<string, number>();
  const taken = new Set<number>();
  for (const name of services.map(({ name }) => name).toSorted()) {
    let color = hash(name) % COLOR_COUNT;
    while (taken.has(color) && taken.size < COLOR_COUNT) color = (color + 1) % COLOR_COUNT;
    taken.add(color);
    byName.set(name, color);
  }
  return (service) => `service-${byName.get(service) ?? hash(service) % COLOR_COUNT}`;
}
