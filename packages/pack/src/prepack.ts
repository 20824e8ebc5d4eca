import { build } from './build.ts';
import { replaceManifest } from './packed-manifest.ts';

await build(process.cwd());
await replaceManifest(process.cwd());
