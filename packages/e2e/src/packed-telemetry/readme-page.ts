import { readFile } from 'node:fs/promises';

export interface ReadmePage {
  /** Text of each file, by its name. */
  readonly files: ReadonlyMap<string, string>;
  /** What is to be typed, block by block. */
  readonly commands: readonly string[];
  /** Names of the packages that it tells to install, our own among them. */
  readonly packages: readonly string[];
  /** Files that it leads to. */
  readonly links: readonly string[];
  /** The trace that it promises. */
  readonly trace: string;
}

const block = /^```(?<language>\w*) ?(?<name>[^\n]*)\n(?<text>.*?)^```$/gms;

/**
 * The page of telemetry as its readers have it, so that what is tested and what is read cannot differ.
 * @throws Error for a block of which nobody knows what it is.
 */
export async function readReadmePage(): Promise<ReadmePage> {
  const page = await readFile(new URL('../../../telemetry/README.md', import.meta.url), 'utf8');
  const files = new Map<string, string>();
  const commands: string[] = [];
  const traces: string[] = [];
  for (const { groups: { language = '', name = '', text = '' } = {} } of page.matchAll(block)) {
    if (name !== '' && (language === 'ts' || language === 'json')) files.set(name, text);
    else if (name === '' && language === 'sh') commands.push(text);
    else if (name === '' && language === 'text') traces.push(text);
    else throw new Error(`README.md has a block that nothing tests: ${language} ${name}\n${text}`);
  }
  const [trace = '', ...others] = traces;
  if (others.length > 0) throw new Error(`README.md has texts that nothing tests: ${others.join('\n')}`);
  return {
    files,
    commands,
    trace: trace.trimEnd(),
    links: [...page.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = '']) => path),
    packages: [...page.matchAll(/^npm install (?:--save-dev )?(.+)$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    ),
  };
}
