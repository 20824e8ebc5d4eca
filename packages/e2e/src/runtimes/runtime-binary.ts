import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type Runtime = 'node' | 'bun' | 'deno' | 'workerd';

export const runtimes: readonly Runtime[] = ['node', 'bun', 'deno', 'workerd'];

const { resolve } = createRequire(import.meta.url);

/**
 * The program itself, out of the package for this platform: what the main packages put in its place needs their install
 * scripts, which are not run.
 */
export function runtimeBinary(runtime: Runtime): string {
  const { arch, platform } = process;
  switch (runtime) {
    case 'node':
      return process.execPath;
    case 'bun':
      return inPackage(`@oven/bun-${platform}-${arch === 'arm64' ? 'aarch64' : arch}`, 'bin/bun');
    case 'deno':
      return inPackage(`@deno/${platform}-${arch}${platform === 'linux' ? '-glibc' : ''}`, 'deno');
    case 'workerd':
      return inPackage(`@cloudflare/workerd-${platform}-${arch === 'x64' ? '64' : arch}`, 'bin/workerd');
  }
}

function inPackage(name: string, path: string): string {
  return join(dirname(resolve(`${name}/package.json`)), path);
}
