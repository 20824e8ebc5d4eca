import { describe, expect, it } from 'vitest';
import { parseArguments } from './arguments.ts';
import { fullPlan, quickPlan } from './plan.ts';

function worksOf(work: string): readonly unknown[] {
  const parsed = parseArguments(['--work', work]);
  if (!parsed.ok || parsed.help) return [];
  return [
    parsed.plan.works.map((part) => part.work),
    parsed.plan.segments !== undefined,
    parsed.plan.logs !== undefined,
  ];
}

describe('parseArguments', () => {
  it('runs the full plan by default and the quick one on request', () => {
    expect(parseArguments([])).toEqual({ ok: true, help: false, plan: fullPlan });
    expect(parseArguments(['--quick'])).toEqual({ ok: true, help: false, plan: quickPlan });
  });

  it('overrides generations and rounds of every work', () => {
    const parsed = parseArguments(['--generations', '2', '--rounds=7', '--json', 'out.json']);
    expect(parsed).toMatchObject({ ok: true, jsonFile: 'out.json' });
    const plan = parsed.ok && !parsed.help ? parsed.plan : undefined;
    expect(plan?.works.map(({ generations, rounds }) => ({ generations, rounds }))).toEqual([
      { generations: 2, rounds: 7 },
      { generations: 2, rounds: 7 },
    ]);
    expect(plan?.segments?.rounds).toBe(7);
    expect(plan?.logs).toEqual({ ...fullPlan.logs, rounds: 7 });
  });

  it('keeps only the work that is asked for', () => {
    expect(worksOf('one-hop')).toEqual([['one-hop'], false, false]);
    expect(worksOf('segments')).toEqual([[], true, false]);
    expect(worksOf('logs')).toEqual([[], false, true]);
  });

  it('watches the memory for as long as is asked for', () => {
    const parsed = parseArguments(['--work', 'logs', '--minutes', '10']);
    expect(parsed).toMatchObject({ plan: { logs: { ...fullPlan.logs, memoryMinutes: 10 } } });
  });

  it('names every wrong value at once, with what was found and expected', () => {
    expect(parseArguments(['--rounds', '0', '--generations', '2.5', '--work', 'three'])).toEqual({
      ok: false,
      problems: [
        '--generations: found "2.5", expected a whole number from 1 to 20',
        '--rounds: found "0", expected a whole number from 1 to 50',
        '--work: found "three", expected one of two-hops, one-hop, segments, logs',
      ],
    });
  });

  it.each([
    [['--fast'], '--fast'],
    [['extra'], 'extra'],
    [['--rounds'], '--rounds'],
    [['--json', ''], '--json'],
  ])('rejects %j and names it', (argv, name) => {
    const parsed = parseArguments(argv);
    expect(parsed.ok).toBe(false);
    expect(!parsed.ok && parsed.problems.join()).toContain(name);
  });

  it('shows the usage before anything else is looked at', () => {
    expect(parseArguments(['--help', '--rounds', '0'])).toEqual({ ok: true, help: true });
  });
});
