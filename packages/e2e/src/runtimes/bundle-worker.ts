import { builtinModules } from 'node:module';
import { rolldown, type Plugin } from 'rolldown';

export interface WorkerBundle {
  readonly code: string;
  /** What the runtime itself has to bring. */
  readonly imports: readonly string[];
  /** The files that it is made of. */
  readonly files: readonly string[];
}

const required = '\0required:';

/**
 * workerd knows Node's modules by their full names only, and has no `require`: CommonJS packages that say
 * `require('events')` get what an import of it has as its default.
 */
const nodeModules: Plugin = {
  name: 'node modules',
  resolveId: (name, _importer, { kind }) => {
    const bare = name.replace(/^node:/, '');
    if (name.startsWith('cloudflare:')) return { id: name, external: true };
    if (!builtinModules.includes(bare)) return undefined;
    return kind === 'require-call' ? `${required}${bare}` : { id: `node:${bare}`, external: true };
  },
  load: (id) =>
    id.startsWith(required)
      ? `import module from 'node:${id.slice(required.length)}'; export { module as 'module.exports' };`
      : undefined,
};

/** One ES module of an entry and all that it needs but the runtime, as Cloudflare's Vite plugin makes it. */
export async function bundleWorker(
  entry: string,
  { minify = false }: { readonly minify?: boolean } = {},
): Promise<WorkerBundle> {
  await using bundle = await rolldown({
    input: entry,
    platform: 'neutral',
    plugins: [nodeModules],
    resolve: {
      // As Vite has them.
      conditionNames: ['workerd', 'worker', 'module'],
      mainFields: ['browser', 'module', 'main'],
    },
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'esm', minify, comments: false, codeSplitting: false });
  const { code, imports, dynamicImports, modules } = output[0];
  return { code, imports: [...imports, ...dynamicImports], files: Object.keys(modules) };
}
