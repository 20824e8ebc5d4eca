import { beforeAll, expect, it } from 'vitest';
import { docker } from './docker-command.ts';
import { describeStack, stack } from './stack.ts';

const maxBytes = 250_000_000;

interface Image {
  readonly Size: number;
  readonly Config: {
    readonly User: string;
    readonly Env: readonly string[];
    readonly Labels: Readonly<Record<string, string>>;
    readonly Entrypoint: readonly string[];
  };
}

describeStack.each(['gateway', 'activities', 'console'] as const)('the image of %s', (service) => {
  const name = `cruddur/${service}:${stack.name}`;
  let image: Image | undefined;

  beforeAll(async () => {
    const { stdout } = await docker(['image', 'inspect', name]);
    const images: readonly Image[] = JSON.parse(stdout);
    [image] = images;
  });

  it('is smaller than 250 MB', () => {
    const bytes = image?.Size ?? Infinity;
    console.log(`${service}: ${Math.round(bytes / 1e6)} MB`);
    expect(bytes).toBeLessThan(maxBytes);
  });

  it('starts node itself, as a user without rights', () => {
    expect(image?.Config.Entrypoint).toEqual(['/usr/local/bin/node', 'dist/main.js']);
    expect(image?.Config.User).toBe('node');
  });

  it('says what it is', () => {
    expect(image?.Config.Labels).toMatchObject({
      'org.opencontainers.image.title': `cruddur/${service}`,
      'org.opencontainers.image.licenses': 'MIT',
      'org.opencontainers.image.version': expect.stringMatching(/^\d+\.\d+\.\d+$/),
      'org.opencontainers.image.revision': expect.any(String),
    });
  });

  it('holds no variable but its own three', () => {
    const names = image?.Config.Env.map((variable) => variable.split('=', 1)[0]);
    expect(names?.toSorted()).toEqual(['HOST', 'NODE_ENV', 'PATH', 'PORT']);
    expect(image?.Config.Env).toContain('NODE_ENV=production');
  });

  it('has no shell, no package manager and no source', async () => {
    const script = `
      import { readdirSync } from 'node:fs';
      const top = readdirSync('/').filter((name) => !['proc', 'sys', 'dev'].includes(name));
      const below = (name) => readdirSync('/' + name, { recursive: true }).map((path) => name + '/' + path);
      const isFolder = (name) => readdirSync('/', { withFileTypes: true }).some((entry) => entry.name === name && entry.isDirectory());
      console.log(JSON.stringify(top.filter(isFolder).flatMap(below)));
    `;
    const files: readonly string[] = JSON.parse(await stack.runInside(service, script));
    expect(files).toContain('app/dist/main.js');
    const unwanted =
      /(^|\/)(sh|bash|dash|busybox|npm|npx|corepack|apt|dpkg|perl|\.env|[\w.-]+\.tsbuildinfo)$/;
    // Packages bring TypeScript sources and scripts of their own: those are theirs.
    expect(files.filter((path) => !path.includes('node_modules/') && unwanted.test(path))).toEqual([]);
    expect(files.filter((path) => /^app\/(src|contract)\b/.test(path))).toEqual([]);
  });
});
