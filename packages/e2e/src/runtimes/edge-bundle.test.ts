import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bundleWorker } from './bundle-worker.ts';

const kilobyte = 1024;
const allowedImports = ['node:async_hooks'];

test.for([
  ['Hono and tracing', 'traced-tiny-app.ts', 30 * kilobyte],
  ['Hono, tracing, redacted logs and settings', 'traced-app.ts', 46 * kilobyte],
] as const)('%s fits into its budget', async ([what, entry, maxBytes]) => {
  const bundle = await bundleWorker(fileURLToPath(new URL(`fixtures/${entry}`, import.meta.url)), {
    minify: true,
  });
  const bytes = gzipSync(bundle.code, { level: 9 }).length;
  console.log(
    `edge bundle, minified and gzipped: ${what}: ${(bytes / kilobyte).toFixed(1)} KB of ${maxBytes / kilobyte}`,
  );
  expect(bytes).toBeLessThan(maxBytes);
  expect(bundle.imports.filter((name) => !allowedImports.includes(name))).toEqual([]);
  // What is built into strings or behind conditions is no import of the bundle's: look at the text too.
  expect([...bundle.code.matchAll(/["'`](node:[\w/]+)["'`]/g)].map(([, name]) => name)).toEqual(
    allowedImports,
  );
  expect(bundle.files.filter((file) => file.includes('semantic-conventions'))).toEqual([]);
  expect(bundle.code).not.toContain('semantic-conventions/incubating');
});
