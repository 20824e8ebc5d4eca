import { expect, it } from 'vitest';
import { measureDocument } from './document-size.ts';

it('grows with every text, key and member', () => {
  const { bytes } = measureDocument({ name: 'gateway' });
  expect(measureDocument({ name: 'gateway, longer' }).bytes).toBe(bytes + 16);
  expect(measureDocument({ name: 'gateway', id: 1 }).bytes).toBeGreaterThan(bytes);
  expect(measureDocument({ name: ['gateway'] }).bytes).toBeGreaterThan(bytes);
});

it('counts levels, also more than the call stack has', () => {
  expect(measureDocument('text').depth).toBe(0);
  expect(measureDocument({ a: 1, b: [{}] }).depth).toBe(3);
  expect(measureDocument(JSON.parse(`${'['.repeat(30_000)}${']'.repeat(30_000)}`)).depth).toBe(30_000);
});
