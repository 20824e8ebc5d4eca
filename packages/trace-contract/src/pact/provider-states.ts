import type { PactInteraction } from './pact-file.ts';

/** JSON values that a state hands to the request (`fromProviderState`). */
export type StateValues = Readonly<Record<string, string | number | boolean | null>>;

export type SetUpState = (
  parameters: Readonly<Record<string, unknown>>,
  // oxlint-disable-next-line typescript/no-invalid-void-type -- most states have no values to hand out
) => Promise<StateValues | void>;

/** How to bring the provider into a state, by its name; `tearDown` runs after the interaction. */
export type StateHandler =
  | SetUpState
  | { readonly setUp: SetUpState; readonly tearDown: () => Promise<void> };

export type StateHandlers = Readonly<Record<string, StateHandler>>;

interface PactStateHandler {
  readonly setup: (parameters?: unknown) => Promise<Record<string, string | number | boolean | null>>;
  readonly teardown: () => Promise<void>;
}

export interface WatchedStates {
  readonly handlers: Record<string, PactStateHandler>;
  /** What went wrong with the states of an interaction. Pact itself lets both pass, so that the answer decides. */
  readonly problemsOf: (interaction: PactInteraction) => readonly string[];
}

/** The handlers in Pact's form, with a memory for those that are missing and those that threw. */
export function watchStates(states: StateHandlers): WatchedStates {
  const failures = new Map<string, string>();
  const watch = async <T>(name: string, run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      failures.set(name, `the handler of the provider state "${name}" threw: ${String(error)}`);
      throw error;
    }
  };
  return {
    handlers: Object.fromEntries(
      Object.entries(states).map(([name, handler]) => {
        const { setUp, tearDown } =
          typeof handler === 'function' ? { setUp: handler, tearDown: async () => undefined } : handler;
        return [
          name,
          {
            setup: (parameters) => watch(name, async () => ({ ...(await setUp(toRecord(parameters))) })),
            teardown: () => watch(name, tearDown),
          },
        ];
      }),
    ),
    problemsOf: (interaction) =>
      interaction.states.flatMap((name) => {
        if (!Object.hasOwn(states, name)) return [`there is no handler of the provider state "${name}"`];
        return failures.get(name) ?? [];
      }),
  };
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
