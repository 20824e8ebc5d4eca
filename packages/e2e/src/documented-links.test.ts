import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { anchorsOf, linksOf, npmScriptsOf, pathsOf } from './readme/links-of.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Of this commit, and those that are about to be in the next. */
const pages = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((page) => page !== '' && existsSync(join(root, page)));

test('there are pages', () => {
  expect(pages).toContain('README.md');
  expect(pages.length).toBeGreaterThan(25);
});

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');

  test('every relative link leads somewhere', () => {
    expect(linksOf(text).filter((link) => !leadsSomewhere(page, link))).toEqual([]);
  });

  test('every npm script that it names is there', () => {
    const ofRoot = scriptsOf('package.json');
    const missing = npmScriptsOf(text).filter(
      ({ name, folder }) =>
        !(folder === undefined ? ofRoot : scriptsOf(`${folder}/package.json`)).includes(name),
    );
    expect(missing).toEqual([]);
  });

  test('every path that it names is there', () => {
    expect(pathsOf(text).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? join(root, page) : join(root, dirname(page), path);
  if (!existsSync(target)) return false;
  return anchor === undefined || anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
}

function scriptsOf(manifest: string): readonly string[] {
  const { scripts = {} }: { scripts?: object } = JSON.parse(readFileSync(join(root, manifest), 'utf8'));
  return Object.keys(scripts);
}
