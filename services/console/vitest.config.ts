import { defineConfig, type ViteUserConfig } from 'vitest/config';

// Keeps vitest off vite.config.ts, whose root is the page alone.
const config: ViteUserConfig = defineConfig({ test: { include: ['{src,page}/**/*.test.ts'] } });

export default config;
