import { createRedacted, type EnvironmentReader, type Redacted } from '@cruddur/telemetry';

/** Where the rows live. */
export type DatabaseLocation =
  | { readonly kind: 'memory' }
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'server'; readonly url: Redacted };

/** Whether the runtime has files. Where it has none, rows that are in no server are in memory. */
export type Files = 'files' | 'no-files';

const defaultFolder = '.data/activities';

const server = 'postgres://user:password@host:port/database, postgresql://...';
const expectedWith = {
  files: `${server}, file:<folder> or memory: (the last two are embedded)`,
  'no-files': `${server} or memory:`,
} as const;

/** Reads `DATABASE_URL`. A relative folder counts from the working directory. Passwords never appear in a problem. */
export function parseDatabaseUrl(environment: EnvironmentReader, files: Files): DatabaseLocation {
  const expected = expectedWith[files];
  const value = environment.text('DATABASE_URL');
  if (value === undefined)
    return files === 'files' ? { kind: 'folder', folder: defaultFolder } : { kind: 'memory' };
  if (value === 'memory:') return { kind: 'memory' };
  const scheme = /^[a-z]+:/i.exec(value)?.[0].toLowerCase();
  if (scheme === 'file:') {
    const folder = value.slice('file:'.length).replace(/^\/\/(?=\/)/, '');
    const isLocal = folder !== '' && !folder.startsWith('//');
    if (isLocal && files === 'files') return { kind: 'folder', folder };
    const found = isLocal ? 'file: on a runtime without files' : 'file: without a local folder';
    environment.problem('DATABASE_URL', found, expected);
  } else if (scheme === 'postgres:' || scheme === 'postgresql:') {
    if (isServerUrl(value)) return { kind: 'server', url: createRedacted(value) };
    environment.problem('DATABASE_URL', `a malformed ${scheme}//... URL`, expected);
  } else {
    environment.problem('DATABASE_URL', scheme === undefined ? 'no scheme' : `scheme ${scheme}`, expected);
  }
  return { kind: 'memory' };
}

function isServerUrl(value: string): boolean {
  // A socket folder goes without a host (`postgres:///name?host=/run/postgresql`), which WHATWG URLs allow.
  return URL.canParse(value) && /^[a-z]+:\/\//i.test(value);
}
