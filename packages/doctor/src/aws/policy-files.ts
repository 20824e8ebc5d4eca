import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Which file of `aws/policies` grants an IAM action. */
export interface PolicyFiles {
  /** For a person: the file, else the action. */
  readonly granting: (action: string) => string;
}

/** Reads the policies; those that cannot be read grant nothing. */
export async function readPolicyFiles(root: string): Promise<PolicyFiles> {
  const folder = join(root, 'aws/policies');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(
    names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
  );
  return {
    granting: (action) => {
      const granting = texts
        .filter(([, text]) => text.includes(`"${action}"`))
        .map(([name]) => name)
        // What runs all day gets the policy of its own task, not the operator's.
        .toSorted((a, b) => Number(a === 'provision.json') - Number(b === 'provision.json'));
      return granting[0] === undefined ? `a policy with ${action}` : `aws/policies/${granting[0]}`;
    },
  };
}
