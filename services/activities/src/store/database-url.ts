import { createRedacted, type EnvironmentReader, type Redacted } from '@cruddur/telemetry';

/** Where the rows live. */
export type DatabaseLocation =
  | { readonly kind: 'memory' }
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'server'; readonly url: Redacted };

const defaultFolder = '.data/activities';

const expected =
  'postgres://user:password@host:port/database, postgresql://..., file:<folder> or memory: (the last two are embedded)';

/** Reads `DATABASE_URL`. A relative folder counts from the working directory. Passwords never appear in a problem. */
export function parseDatabaseUrl(environment: EnvironmentReader): DatabaseLocation {
  const value = environment.text('DATABASE_URL');
  if (value === undefined) return { kind: 'folder', folder: defaultFolder };
  if (value === 'memory:') return { kind: 'memory' };
  const scheme = /^[a-z]+:/i.exec(value)?.[0].toLowerCase();
  if (scheme === 'file:') {
    const folder = value.slice('file:'.length).replace(/^\/\/(?=\/)/, '');
    if (folder !== '' && !folder.startsWith('//')) return { kind: 'folder', folder };
    environment.problem('DATABASE_URL', 'file: without a local folder', expected);
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
