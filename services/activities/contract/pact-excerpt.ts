import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const pactShape = z.looseObject({ interactions: z.array(z.looseObject({ description: z.string() })) });

/** Writes a pact with only these interactions of another one, each changed by `change`. */
export async function writePactExcerpt(
  from: string,
  to: string,
  descriptions: readonly string[],
  change: (text: string) => string = (text) => text,
): Promise<void> {
  const pact = pactShape.parse(JSON.parse(await readFile(from, 'utf8')));
  const interactions = pact.interactions.filter(({ description }) => descriptions.includes(description));
  if (interactions.length !== descriptions.length)
    throw new Error(`${from} lacks one of ${descriptions.join(', ')}`);
  await writeFile(to, change(JSON.stringify({ ...pact, interactions })));
}
