import vm from 'node:vm';
import { array, assert, constantFrom, property } from 'fast-check';
import Rollbar from 'rollbar';
import { expect, test } from 'vitest';
import { buildItem, surroundings } from '../rollbar/fixtures/build-item.ts';
import { createOccurrence } from '../rollbar/fixtures/create-occurrence.ts';
import { createLibraryItemCore } from './library-item-core.ts';

function namedInside(): Error {
  return new RangeError('from a named function');
}

class Thrower {
  static fail(): Error {
    return new Error('from a static method');
  }
  fail(): Error {
    return [1].map(() => new Error('from a callback of a method'))[0] ?? new Error('none');
  }
}

async function later(): Promise<Error> {
  await Promise.resolve();
  return new Error('from an async function');
}

const corpus: Readonly<Record<string, () => Error | Promise<Error>>> = {
  'a plain error': () => new Error('plain'),
  'one of a named function': namedInside,
  'one of a static method': () => Thrower.fail(),
  'one of a callback': () => new Thrower().fail(),
  'one of a constructor': () => {
    class Failing {
      readonly error = new SyntaxError('in a constructor');
    }
    return new Failing().error;
  },
  'one of an async function': later,
  'one with a cause': () =>
    new Error('outer', { cause: new TypeError('inner', { cause: new Error('innermost') }) }),
  'one without a message': () => new Error(),
  'one with another name': () => Object.assign(new Error('named'), { name: 'HTTPException' }),
  'one with a message of several lines': () => new Error('first\nsecond\nthird'),
  'one of JSON.parse': () => {
    try {
      return JSON.parse('{');
    } catch (error) {
      return error instanceof Error ? error : new Error('none');
    }
  },
  'one without a stack': () => Object.assign(new Error('bare'), { stack: '' }),
};

/** What the package itself makes of an error when nothing of ours is between. */
async function builtByPackage(error: Error): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    const rollbar = new Rollbar({
      accessToken: 'x',
      transmit: false,
      itemsPerMinute: 0,
      autoInstrument: false,
      captureUncaught: false,
      environment: surroundings.environment,
      codeVersion: surroundings.codeVersion,
      host: surroundings.host,
      checkIgnore: (_isUncaught, _args, item) => {
        resolve(JSON.parse(JSON.stringify(item)));
        return true;
      },
    });
    rollbar.error(error);
  });
}

/**
 * What the comparison leaves out, as it differs by design: who made it (notifier), what only ours knows (uuid, custom,
 * attributes, context, platform, Hono as the framework), what only theirs says (pid and argv of the process, an empty
 * list of breadcrumbs, `runtimePosition` of frames, null for a position that is absent here), the second, and the lines of
 * source that it reads from the disk where a frame is a path.
 */
const leftOut: ReadonlySet<string> = new Set(
  `notifier uuid custom attributes context platform framework pid argv telemetry runtimePosition timestamp code`.split(
    ' ',
  ),
);

function comparable(item: unknown): unknown {
  return JSON.parse(
    JSON.stringify(item, (key, value: unknown) => {
      if (leftOut.has(key) || value === null) return undefined;
      return key === 'filename' && typeof value === 'string' ? value.replace('file://', '') : value;
    }),
  );
}

const byPackage = createLibraryItemCore(Rollbar, surroundings);

test.for(Object.entries(corpus))(
  'our builder makes what the rollbar package makes of %s',
  async ([, make]) => {
    const error = await make();
    const expected = comparable(await builtByPackage(error));
    const occurrence = createOccurrence({ subject: { kind: 'error', error }, route: undefined });
    expect(comparable(buildItem(occurrence).data)).toEqual(expected);
    expect(comparable(buildItem(occurrence, { buildCore: byPackage }).data)).toEqual(expected);
  },
);

test('both name who built the item', () => {
  expect(buildItem(createOccurrence()).data.notifier).toEqual({
    name: '@cruddur/telemetry',
    version: '0.1.0',
  });
  expect(buildItem(createOccurrence(), { buildCore: byPackage }).data.notifier).toEqual({
    name: 'node_rollbar',
    version: '3.1.0',
  });
});

test('a message and each level are taken over', () => {
  for (const level of ['critical', 'error', 'warning', 'info', 'debug'] as const) {
    const { data } = buildItem(
      createOccurrence({ level, subject: { kind: 'message', message: 'Hello World!' } }),
      { buildCore: byPackage },
    );
    expect(data).toMatchObject({ level, body: { message: { body: 'Hello World!' } }, framework: 'hono' });
    expect(data.notifier).toMatchObject({ name: 'node_rollbar' });
  }
});

test('an error of another realm has class, message and frames', () => {
  const error: unknown = vm.runInNewContext("new TypeError('elsewhere')");
  const { data } = buildItem(createOccurrence({ subject: { kind: 'error', error } }), {
    buildCore: byPackage,
  });
  expect(data).toMatchObject({
    body: { trace_chain: [{ exception: { class: 'TypeError', message: 'elsewhere' } }] },
  });
});

test('whatever frames a stack seems to have, the package makes what we make of them, soon and at once', () => {
  const piece = constantFrom(
    'a',
    ' ',
    '(',
    ')',
    ':',
    '1',
    '/',
    '.',
    'async ',
    'eval at ',
    '[as b] ',
    'file:///x.js:1:2',
  );
  const line = array(piece, { maxLength: 200 }).map((pieces) => `    at ${pieces.join('')}`);
  assert(
    property(array(line, { maxLength: 60 }), (lines) => {
      const error = Object.assign(new Error('m'), { stack: ['Error: m', ...lines].join('\n') });
      const startedMs = performance.now();
      const { data } = buildItem(createOccurrence({ subject: { kind: 'error', error } }), {
        buildCore: byPackage,
      });
      expect(performance.now() - startedMs).toBeLessThan(500);
      expect(data.notifier).toMatchObject({ name: 'node_rollbar' });
    }),
    { numRuns: 200 },
  );
});

test('the package leaves the process as it was: no listeners, no timers, the same stack traces', () => {
  const before = [process.listenerCount('uncaughtException'), process.listenerCount('unhandledRejection')];
  const limit = Error.stackTraceLimit;
  createLibraryItemCore(Rollbar, surroundings)({ kind: 'message', message: 'm' }, 'error');
  expect([process.listenerCount('uncaughtException'), process.listenerCount('unhandledRejection')]).toEqual(
    before,
  );
  expect(Error.stackTraceLimit).toBe(limit);
});

test('a package that throws or makes something else leaves the item to us', () => {
  class Broken {
    error(): never {
      throw new Error('broken');
    }
  }
  // safe: only the method that is called has to be there
  const broken = createLibraryItemCore(Broken as unknown as typeof Rollbar, surroundings);
  const { data } = buildItem(createOccurrence(), { buildCore: broken });
  expect(data).toMatchObject({
    notifier: { name: '@cruddur/telemetry' },
    body: { trace_chain: [{ exception: { class: 'TypeError', message: 'boom' } }] },
  });
});

test('it searches nothing for secrets in its own way, which would cost more than all the rest: the redactor does', () => {
  const build = createLibraryItemCore(Rollbar, surroundings);
  const frameLines = ['at load (file:///app/load.ts?secret=canary:1:2)'];
  const core = build(
    {
      kind: 'errors',
      chain: { errors: [{ name: 'Error', message: 'broken', frameLines }], cut: undefined, joined: [] },
    },
    'error',
  );
  expect(core?.body).toMatchObject({
    trace_chain: [{ frames: [{ filename: 'file:///app/load.ts?secret=canary' }] }],
  });
});
