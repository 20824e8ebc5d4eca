import { readFile } from 'node:fs/promises';

export interface ReadmeExample {
  /** Text of each file, by its name. */
  readonly files: ReadonlyMap<string, string>;
  /** `tracing.ts` for those who have `@cruddur/telemetry`. */
  readonly tracingByTelemetry: string;
  /** Names of the packages that the example tells to install, our own among them. */
  readonly packages: readonly string[];
}

/** The example as the README has it, so that what is tested and what is read cannot differ. */
export async function readReadmeExample(): Promise<ReadmeExample> {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const files = new Map<string, string>();
  // A paragraph that begins with the name of a file, and the block below it.
  for (const [, name = '', code = ''] of readme.matchAll(
    /^`([\w.]+\.ts)`(?:[^\n]|\n(?!\n))*\n\n```ts\n(.*?)^```$/gms,
  ))
    files.set(name, code);
  for (const name of ['package.json', 'contracts.json'])
    files.set(name, only(readme, new RegExp(`\`${name}\`:\n\n\`{3}json\n(.*?)^\`{3}$`, 'ms')));
  return {
    files,
    tracingByTelemetry: only(readme, /^```ts tracing\.ts\n(.*?)^```$/ms),
    packages: [...readme.matchAll(/^npm install (?:--save-dev )?(.+)$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    ),
  };
}

function only(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`README.md has no ${pattern.source}`);
  return found;
}
