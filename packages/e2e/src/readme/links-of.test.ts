import { expect, test } from 'vitest';
import { anchorsOf, linksOf, npmScriptsOf, pathsOf } from './links-of.ts';

const page = [
  '# What is "dropped", and where',
  'See [the doctor](../doctor/README.md#exit-codes), <https://hono.dev>, [Hono](https://hono.dev) and `[not](this.md)`.',
  '![A picture](.github/console.png)',
  '```md',
  '[an example](gone.md) of `packages/gone`',
  '```',
  'Files: `packages/e2e/src`, `aws/policies/*.json`, `services/gateway/dist/main.js`.',
].join('\n');

test('links are told from URLs, code and blocks', () => {
  expect(linksOf(page)).toEqual(['../doctor/README.md#exit-codes', '.github/console.png']);
});

test('paths are told from patterns and from what is built', () => {
  expect(pathsOf(page)).toEqual(['packages/e2e/src']);
});

test('npm scripts are told with their packages', () => {
  const text =
    '`npm run trace -- last`, then\nnpm run openapi -w @cruddur/contracts; npm run dev --workspace=@cruddur/console.';
  expect(npmScriptsOf(text)).toEqual([
    { name: 'trace', folder: undefined },
    { name: 'openapi', folder: 'packages/contracts' },
    { name: 'dev', folder: 'services/console' },
  ]);
});

test('anchors are named as GitHub names them', () => {
  expect(anchorsOf(page)).toEqual(['what-is-dropped-and-where']);
});
