import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const maxFileBytes = 64 * 1024 * 1024;

export interface DeployedVersion {
  readonly tag: string;
  /** Full hash of the commit. */
  readonly commit: string;
}

/** What is deployed where, as git tags tell: `deployed/<environment>/<service>`. They replace a broker's matrix. */
export interface DeploymentHistory {
  readonly findDeployed: (service: string, environment: string) => Promise<DeployedVersion | undefined>;
  /** Text of a file as it was deployed. Undefined when that version had no such file. */
  readonly readFile: (version: DeployedVersion, path: string) => Promise<string | undefined>;
}

export function createGitHistory(folder: string): DeploymentHistory {
  const git = async (...args: readonly string[]): Promise<string | undefined> => {
    try {
      const { stdout } = await run('git', ['-C', folder, ...args], { maxBuffer: maxFileBytes });
      return stdout;
    } catch (error) {
      // git answers a question about what is not there with an exit code; without git there is no answer at all.
      if (error instanceof Error && 'code' in error && typeof error.code === 'number') return undefined;
      throw error;
    }
  };
  return {
    findDeployed: async (service, environment) => {
      const tag = `deployed/${environment}/${service}`;
      const commit = await git('rev-parse', '--verify', '--quiet', `refs/tags/${tag}^{commit}`);
      return commit === undefined ? undefined : { tag, commit: commit.trim() };
    },
    readFile: ({ commit }, path) => git('show', `${commit}:${path}`),
  };
}
