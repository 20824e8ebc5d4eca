import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository: string = fileURLToPath(new URL('../../..', import.meta.url));

/** What vitest and the npm that runs us set is about us; what is left says how to reach the registry. */
const isAboutThisRun = /^(VITEST|TEST|NODE_ENV|NODE_OPTIONS|INIT_CWD|npm_(?!config_(cache|registry)$))/;

/** What npm and its scripts are to see: this Node first, and nothing that reports to anybody. */
export const npmEnvironment: Readonly<Record<string, string | undefined>> = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !isAboutThisRun.test(name))),
  PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
  NO_COLOR: '1',
  DO_NOT_TRACK: '1',
  PACT_DO_NOT_TRACK: 'true',
  SCARF_ANALYTICS: 'false',
};
