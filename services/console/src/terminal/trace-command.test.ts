import { describe, expect, it } from 'vitest';
import { createErrorItem } from '../testing/create-error-item.ts';
import { createHomeDocuments } from '../testing/home-documents.ts';
import { createHomeLines } from '../testing/home-lines.ts';
import { homeTraceId, homeTraceJson } from '../testing/home-trace.ts';
import { startTestConsole } from '../testing/start-test-console.ts';
import { runTraceCommand, type TraceCommandOptions } from './trace-command.ts';

function createOptions(consoleUrl: string): TraceCommandOptions {
  return { consoleUrl, fetch, columns: 100, color: false };
}

describe('runTraceCommand', () => {
  it('shows the newest trace with the page that shows it too', async () => {
    const console = await startTestConsole();
    await console.send(homeTraceJson);
    const result = await runTraceCommand(['last'], createOptions(console.pageUrl));
    expect(result).toMatchObject({ exitCode: 0 });
    const output = result.exitCode === 0 ? result.output : '';
    expect(output).toContain(homeTraceId);
    expect(output).toContain('1-0af76519-16cd43dd8448eb211c80319c');
    expect(output).toContain('2 services · 4 spans');
    expect(output).toContain('home-activities-mock-data');
    expect(output).toContain(`${console.pageUrl}/traces/${homeTraceId}`);
  });

  it('finds a trace by its X-Ray id, and gives JSON on request', async () => {
    const console = await startTestConsole();
    await console.send(homeTraceJson);
    const result = await runTraceCommand(
      ['--json', '1-0AF76519-16cd43dd8448eb211c80319c'],
      createOptions(console.pageUrl),
    );
    expect(result).toMatchObject({ exitCode: 0 });
    const output = result.exitCode === 0 ? result.output : '';
    expect(JSON.parse(output)).toMatchObject({ traceId: homeTraceId, spanCount: 4 });
  });

  it('says in one line what came of the trace by X-Ray, and whether it agrees', async () => {
    const console = await startTestConsole();
    const lineOf = async (): Promise<string | undefined> => {
      const result = await runTraceCommand([homeTraceId], createOptions(console.pageUrl));
      return result.exitCode === 0 ? /^segments .*$/m.exec(result.output)?.[0] : result.error;
    };
    await console.send(homeTraceJson);
    expect(await lineOf()).toBe('segments  no documents');
    const [first, ...others] = createHomeDocuments();
    await console.sendDocuments(...others);
    await expect
      .poll(lineOf, { timeout: 5_000 })
      .toBe('segments  3 documents · 1 disagreement with the spans (presence)');
    await console.sendDocuments(...(first === undefined ? [] : [first]));
    await expect
      .poll(lineOf, { timeout: 5_000 })
      .toBe('segments  4 documents · same ids, parents and times as the spans');
    const xrayTraceId = `1-${homeTraceId.slice(0, 8)}-${homeTraceId.slice(8)}`;
    await console.sendDocuments(`{"trace_id":"${xrayTraceId}","id":\u{1b}[2J`);
    await expect.poll(lineOf, { timeout: 5_000 }).toMatch(/as the spans · 1 rejected: not JSON.*u\{1b\}/);
    expect(await lineOf()).not.toContain('\u{1b}');
  });

  it('says in one line what was logged and reported in the trace', async () => {
    const console = await startTestConsole();
    const lineOf = async (): Promise<string | undefined> => {
      const result = await runTraceCommand([homeTraceId], createOptions(console.pageUrl));
      return result.exitCode === 0 ? /^logs .*$/m.exec(result.output)?.[0] : result.error;
    };
    await console.send(homeTraceJson);
    expect(await lineOf()).toBe('logs      no lines');
    await console.sendLines(...createHomeLines(Date.now() - 1000));
    expect(await lineOf()).toBe('logs      5 lines (1 error)');
    await console.sendError(createErrorItem());
    expect(await lineOf()).toBe(
      'logs      5 lines (1 error) · 1 report: FeedError (uuid 6f1c1f9e0f2b4a3e9b1d2c3e4f506172)',
    );
    const body = { message: { body: 'clear \u{1b}[2J' } };
    await console.sendError(createErrorItem({ uuid: 'u', body }));
    expect(await lineOf()).toMatch(/2 reports: .*clear .*u\{1b\}/);
    expect(await lineOf()).not.toContain('\u{1b}');
  });

  it('says how to make a trace while there is none', async () => {
    const console = await startTestConsole();
    expect(await runTraceCommand(['last'], createOptions(console.pageUrl))).toEqual({
      exitCode: 1,
      error: 'the console has no trace yet; make one: curl -i localhost:4567/api/activities/home\n',
    });
  });

  it('says that an id is unknown', async () => {
    const console = await startTestConsole();
    expect(await runTraceCommand([homeTraceId], createOptions(console.pageUrl))).toMatchObject({
      exitCode: 1,
      error: expect.stringMatching(`no trace ${homeTraceId}`) as unknown,
    });
  });

  it('says how to start the console where nothing answers', async () => {
    const console = await startTestConsole();
    await console.stop(0);
    expect(await runTraceCommand(['last'], createOptions(console.pageUrl))).toMatchObject({
      exitCode: 1,
      error: expect.stringMatching(/nothing answers.*npm run dev/) as unknown,
    });
  });

  it('says that something else answers', async () => {
    const console = await startTestConsole();
    const options = createOptions(`${console.pageUrl}/elsewhere`);
    expect(await runTraceCommand(['last'], options)).toMatchObject({
      exitCode: 1,
      error: expect.stringMatching(/something else answers/) as unknown,
    });
  });

  it.each([[[]], [['--help']], [['last', 'more']], [['xyz\u{1b}[2J']]])(
    'shows its usage for %j',
    async (args) => {
      const result = await runTraceCommand(args, createOptions('http://127.0.0.1:9'));
      expect(result).toMatchObject({
        exitCode: 2,
        error: expect.stringMatching(/usage: npm run trace/) as unknown,
      });
      expect(result).toMatchObject({ error: expect.not.stringContaining('\u{1b}') as unknown });
    },
  );
});
