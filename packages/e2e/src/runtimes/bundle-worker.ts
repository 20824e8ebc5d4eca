import { rolldown } from 'rolldown';

export interface WorkerBundle {
  readonly code: string;
  /** What the runtime itself has to bring. */
  readonly imports: readonly string[];
  /** The files that it is made of. */
  readonly files: readonly string[];
}

/** One ES module of an entry and all that it needs but the runtime, as Cloudflare's Vite plugin makes it. */
export async function bundleWorker(
  entry: string,
  { minify = false }: { readonly minify?: boolean } = {},
): Promise<WorkerBundle> {
  await using bundle = await rolldown({
    input: entry,
    platform: 'neutral',
    external: [/^node:/, /^cloudflare:/],
    resolve: {
      // As Vite has them.
      conditionNames: ['workerd', 'worker', 'module', 'import', 'default'],
      mainFields: ['browser', 'module', 'main'],
    },
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'esm', minify, codeSplitting: false });
  const { code, imports, dynamicImports, modules } = output[0];
  return { code, imports: [...imports, ...dynamicImports], files: Object.keys(modules) };
}
