/** Variables of one place, such as a file. */
export interface EnvironmentLayer {
  /** For a person: `the shell`, `.env`. */
  readonly origin: string;
  readonly values: Readonly<Record<string, string | undefined>>;
}

export interface LayeredVariable {
  readonly name: string;
  readonly value: string;
  readonly origin: string;
  /** What other places say that count less, the strongest first. */
  readonly hidden: readonly { readonly value: string; readonly origin: string }[];
}

/** An environment that knows where each variable comes from. */
export interface LayeredEnvironment {
  readonly variables: readonly LayeredVariable[];
  /** As a process sees it. */
  readonly values: Readonly<Record<string, string>>;
  readonly get: (name: string) => LayeredVariable | undefined;
}

/** The first layer that has a variable wins, also when it is empty there: as Node reads `--env-file`. */
export function layerEnvironment(layers: readonly EnvironmentLayer[]): LayeredEnvironment {
  const found = new Map<string, { readonly value: string; readonly origin: string }[]>();
  for (const { origin, values } of layers) {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) continue;
      const places = found.get(name) ?? [];
      places.push({ value, origin });
      found.set(name, places);
    }
  }
  const variables = [...found].flatMap(([name, [first, ...hidden]]) =>
    first === undefined ? [] : [{ name, ...first, hidden }],
  );
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  return {
    variables,
    values: Object.fromEntries(variables.map(({ name, value }) => [name, value])),
    get: (name) => byName.get(name),
  };
}
