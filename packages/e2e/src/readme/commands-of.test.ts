import { expect, test } from 'vitest';
import { commandsOf } from './commands-of.ts';

test('commands are told from comments, empty lines, other blocks and text', () => {
  const page = [
    'Run `npm test`.',
    '```sh',
    '# first',
    'npm ci && npm run dev   # and wait',
    '',
    'curl \\',
    '  localhost:4567/a#b',
    '```',
    '```ts',
    'npm.run();',
    '```',
    '```sh',
    'npm run build',
    '```',
    '',
  ].join('\n');
  expect(commandsOf(page)).toEqual(['npm ci && npm run dev', 'curl localhost:4567/a#b', 'npm run build']);
});
