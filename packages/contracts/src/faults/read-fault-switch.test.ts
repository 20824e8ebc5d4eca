import { expect, test } from 'vitest';
import { readFaultSwitch } from './read-fault-switch.ts';

function read(
  environment: Readonly<Record<string, string>>,
  resource: Readonly<Record<string, unknown>> = {},
): { readonly offered: boolean; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const offered = readFaultSwitch(
    {
      text: (variable) => environment[variable],
      choice: (variable, choices, fallback) =>
        choices.find((choice) => choice === environment[variable]) ?? fallback,
      problem: (variable) => problems.push(variable),
    },
    resource,
  );
  return { offered, problems };
}

test.for<[Record<string, string>, Record<string, unknown>, boolean]>([
  [{}, {}, true],
  [{ CRUDDUR_FAULTS: 'on' }, {}, true],
  [{ CRUDDUR_FAULTS: 'off' }, {}, false],
  [{ NODE_ENV: 'development' }, { 'deployment.environment.name': 'staging' }, true],
  [{ NODE_ENV: 'production' }, {}, false],
  [{}, { 'deployment.environment.name': 'Production' }, false],
  [{}, { 'deployment.environment': 'prod' }, false],
])('%j and resource %j: %s', ([environment, resource, offered]) => {
  expect(read(environment, resource)).toEqual({ offered, problems: [] });
});

test('to ask for faults in production is a problem, and they are not offered', () => {
  expect(read({ CRUDDUR_FAULTS: 'on', NODE_ENV: 'production' })).toEqual({
    offered: false,
    problems: ['CRUDDUR_FAULTS'],
  });
});
