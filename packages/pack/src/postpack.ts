import { restoreManifest } from './packed-manifest.ts';

await restoreManifest(process.cwd());
