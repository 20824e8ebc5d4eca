import { expect, test } from 'vitest';
import { createEnvironmentReader, type Environment } from './environment-reader.ts';
import { readTailSettings } from './tail-config.ts';

function read(environment: Environment): unknown {
  const reader = createEnvironmentReader(environment);
  const tail = readTailSettings(reader);
  return reader.result({ tail });
}

test.for<readonly [Environment, unknown]>([
  [{}, { config: { tail: undefined }, warnings: [] }],
  [{ CRUDDUR_TAIL_RATIO: '0.1' }, { config: { tail: { ratio: 0.1, slowMs: 1000 } } }],
  [{ CRUDDUR_TAIL_RATIO: '0', CRUDDUR_TAIL_SLOW_MS: '250' }, { config: { tail: { ratio: 0, slowMs: 250 } } }],
  [
    { CRUDDUR_TAIL_SLOW_MS: '250' },
    {
      config: { tail: undefined },
      warnings: [expect.stringContaining('CRUDDUR_TAIL_SLOW_MS is ignored')],
    },
  ],
  [
    { CRUDDUR_TAIL_RATIO: '10%' },
    { ok: false, problems: [{ variable: 'CRUDDUR_TAIL_RATIO', found: '"10%"' }] },
  ],
  [
    { CRUDDUR_TAIL_RATIO: '1.5', CRUDDUR_TAIL_SLOW_MS: '0' },
    {
      ok: false,
      problems: [{ variable: 'CRUDDUR_TAIL_SLOW_MS' }, { variable: 'CRUDDUR_TAIL_RATIO' }],
    },
  ],
])('%j', ([environment, expected]) => {
  expect(read(environment)).toMatchObject(expected as object);
});
