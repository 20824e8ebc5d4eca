import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPglite } from '../sql/pglite-driver.ts';
import type { SqlDriver } from '../sql/sql-driver.ts';
import { foldCase } from './fold-case.ts';

let driver: SqlDriver;
beforeAll(async () => {
  driver = await openPglite();
});
afterAll(() => driver.close());

const text = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.constantFrom(...Array.from('aAäÄßẞςσΣİiIı\u212a🖖 ')),
    minLength: 1,
    maxLength,
  });

test('texts that contain each other are those that ILIKE finds', async () => {
  const property = fc.asyncProperty(text(8), text(2), async (message, term) => {
    const [row] = await driver.query('select $1::text ilike $2 as found', [message, `%${term}%`]);
    expect({ found: foldCase(message).includes(foldCase(term)) }).toEqual(row);
  });
  await fc.assert(property, { numRuns: 500 });
});
