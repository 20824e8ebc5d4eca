import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const maxFileBytes = 64 * 1024 * 1024;
/** What `git rev-parse --verify --quiet` ends with when there is no such ref; everything else is a failure. */
const noSuchRef = 1;

export interface DeployedVersion {
  readonly tag: string;
  /** Full hash of the commit. */
  readonly commit: string;
}

/** What is deployed where, as git tags tell: `deployed/<environment>/<service>`. They replace a broker's matrix. */
export interface DeploymentHistory {
  /** @throws Error in git's words when there is no repository, or it cannot be read */
  readonly findDeployed: (service: string, environment: string) => Promise<DeployedVersion | undefined>;
  /** The environments that anything is deployed to, in alphabetical order. */
  readonly listEnvironments: () => Promise<readonly string[]>;
  /** Text of a file as it was deployed. Undefined when that version had no such file. */
  readonly readFile: (version: DeployedVersion, path: string) => Promise<string | undefined>;
}

export function createGitHistory(folder: string): DeploymentHistory {
  return {
    findDeployed: async (service, environment) => {
      await git(folder, 'rev-parse', '--git-dir');
      const tag = `deployed/${environment}/${service}`;
      const ref = `refs/tags/${tag}^{commit}`;
      const commit = await git(folder, 'rev-parse', '--verify', '--quiet', ref).catch(toUndefinedRef);
      return commit === undefined ? undefined : { tag, commit: commit.trim() };
    },
    listEnvironments: async () => {
      const tags = await git(folder, 'for-each-ref', '--format=%(refname:strip=2)', 'refs/tags/deployed');
      const names = tags.split('\n').map((tag) => /^deployed\/(.+)\/[^/]+$/.exec(tag)?.[1]);
      return [...new Set(names.filter((name) => name !== undefined))].toSorted();
    },
    readFile: async ({ commit }, path) => {
      const listed = await git(folder, 'ls-tree', '--full-tree', '--name-only', commit, '--', path);
      return listed === '' ? undefined : git(folder, 'show', `${commit}:${path}`);
    },
  };
}

class GitError extends Error {
  override readonly name = 'GitError';
  readonly exitCode: unknown;

  constructor(folder: string, command: string, cause: unknown) {
    const { code, stderr } = readFailure(cause);
    super(`git ${command} failed in ${folder}: ${stderr === '' ? `exit code ${String(code)}` : stderr}`, {
      cause,
    });
    this.exitCode = code;
  }
}

async function git(folder: string, command: string, ...args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run('git', ['-C', folder, command, ...args], { maxBuffer: maxFileBytes });
    return stdout;
  } catch (error) {
    throw new GitError(folder, command, error);
  }
}

function readFailure(cause: unknown): { readonly code: unknown; readonly stderr: string } {
  if (!(cause instanceof Error)) return { code: undefined, stderr: '' };
  const stderr = 'stderr' in cause && typeof cause.stderr === 'string' ? cause.stderr.trim() : '';
  return { code: 'code' in cause ? cause.code : undefined, stderr };
}

function toUndefinedRef(error: unknown): undefined {
  if (error instanceof GitError && error.exitCode === noSuchRef) return undefined;
  throw error;
}
