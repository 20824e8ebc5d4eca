import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createScratchProject, packCopy, type ScratchProject } from '@cruddur/pack';
import { publint } from 'publint';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readReadmeExample } from './readme-example.ts';

const example = await readReadmeExample();
const stock = example.files.get('stock.ts') ?? '';

let folder: string;
let packedFile: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packed-trace-contract-'));
  packedFile = await packCopy('trace-contract', folder, ['trace-model']);
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

it('publint has nothing to say of the packed file', async () => {
  const { buffer, byteLength, byteOffset } = await readFile(packedFile);
  const tarball = buffer.slice(byteOffset, byteOffset + byteLength);
  expect((await publint({ pack: { tarball }, strict: true })).messages).toEqual([]);
});

describe('the example of the README, outside the repository, on the packed file', { timeout: 60_000 }, () => {
  let project: ScratchProject;
  beforeAll(async () => {
    project = await createScratchProject(join(folder, 'two-services'), example, {
      '@cruddur/trace-contract': packedFile,
    });
  }, 90_000);
  beforeEach((test) => {
    test.skip(project.leftOut !== undefined, `LEFT OUT, the registry is out of reach: ${project.leftOut}`);
  });

  it('passes', async () => {
    expect((await project.run('vitest', 'run', 'shop.test.ts')).output).toContain('Tests  3 passed (3)');
    const { output } = await project.run('vitest', 'run', 'stock.test.ts', '--update');
    expect(output).toContain('Tests  4 passed (4)');
  });

  it('runs no install script', () => {
    // npm announces each as "> name@version postinstall".
    expect(project.installed).not.toMatch(/^> /m);
  });

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('is well typed (%s, %s)', async (module, moduleResolution) => {
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'es2024',
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      allowImportingTsExtensions: true,
    };
    await writeFile(
      join(project.folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, include: ['*.ts'] }),
    );
    const { output } = await project.run('tsc');
    // Declarations of Pact's own name packages that it does not bring along.
    const errors = output.split('\n').filter((line) => line.includes('error TS'));
    expect(errors.filter((line) => !line.startsWith('node_modules/@pact-foundation/'))).toEqual([]);
  });

  it('can be deployed, until an answer lacks what the deployed consumer reads', async () => {
    const openapi = {
      openapi: '3.1.0',
      info: { title: 'stock', version: '1' },
      paths: {
        '/items/{id}': {
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          get: {
            responses: {
              200: {
                description: 'the item',
                content: {
                  'application/json': {
                    schema: {
                      type: 'object',
                      properties: { id: { type: 'string' }, count: { type: 'integer' } },
                    },
                  },
                },
              },
              404: { description: 'no such item' },
            },
          },
        },
      },
    };
    await writeFile(join(project.folder, 'openapi.json'), JSON.stringify(openapi));
    await project.git('init', '--quiet');
    await project.git('add', '*.json', '*.ts', 'pacts');
    await project.git('commit', '--quiet', '--message', 'deployed');
    await project.git('tag', 'deployed/prod/shop');
    const canIDeploy = ['--contracts', 'contracts.json', '--service', 'stock', '--to', 'prod'];

    const good = await project.run('can-i-deploy', ...canIDeploy);
    expect(good.output).toContain('-> stock (working tree): compatible, live and by its documents');
    expect(good.exitCode).toBe(0);

    await writeFile(join(project.folder, 'stock.ts'), stock.replace('{ id, count }', '{ id }'));
    const bad = await project.run('can-i-deploy', ...canIDeploy);
    expect(bad.output).toContain('missing the following keys: count');
    expect(bad.exitCode).toBe(1);
  });

  it('turns red when the provider is no longer traced', async () => {
    await writeFile(join(project.folder, 'stock.ts'), stock.replace('app.use(tracing.traceRequests);', ''));
    const { output } = await project.run('vitest', 'run', 'stock.test.ts');
    expect(output).toContain('Tests  3 failed | 1 passed (4)');
    expect(output).toContain('✗ no SERVER span in trace');
  });
});
