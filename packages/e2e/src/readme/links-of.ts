/** Targets of a page's links and pictures that are no URLs. What stands in blocks of code is no link. */
export function linksOf(markdown: string): readonly string[] {
  const text = withoutBlocks(markdown).replaceAll(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(<?([^)\s>]+)>?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z][a-z\d+.-]*:/i.test(target));
}

/** Paths from the root folder that a page names as code, outside of blocks: no patterns, and nothing that is built. */
export function pathsOf(markdown: string): readonly string[] {
  return [...withoutBlocks(markdown).matchAll(/`((?:packages|services|aws|\.github|\.ci)\/[\w./-]+)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => !path.includes('/dist') && !path.includes('/.data'));
}

export interface NpmScript {
  readonly name: string;
  /** Of the package, where it is not the root's. */
  readonly folder: string | undefined;
}

/** What a page runs by `npm run`, wherever it says so. */
export function npmScriptsOf(markdown: string): readonly NpmScript[] {
  return [...markdown.matchAll(/\bnpm run ([a-z][\w:-]*)((?: -w| --workspace)[ =]@cruddur\/([\w-]+))?/g)].map(
    ([, name = '', , workspace]) => ({
      name,
      folder: workspace === undefined ? undefined : toFolder(workspace),
    }),
  );
}

function toFolder(workspace: string): string {
  if (workspace === 'aws') return workspace;
  return ['gateway', 'activities', 'console'].includes(workspace)
    ? `services/${workspace}`
    : `packages/${workspace}`;
}

/** What a link can have behind its `#`: the headings, as GitHub names them. */
export function anchorsOf(markdown: string): readonly string[] {
  return [...withoutBlocks(markdown).matchAll(/^#{1,6} (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function withoutBlocks(markdown: string): string {
  return markdown.replaceAll(/^ *```.*?^ *```$/gms, '');
}
