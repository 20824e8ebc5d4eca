/** In the order in which they are shown. */
export const findingGroups = ['variables', 'honeycomb', 'aws', 'rollbar', 'local'] as const;

export type FindingGroup = (typeof findingGroups)[number];

/** What one check found, for a line of the report. Never holds a secret. */
export interface Finding {
  readonly group: FindingGroup;
  /** Stays the same from version to version, such as `honeycomb-key`. */
  readonly check: string;
  /** `problem`: telemetry is lost or goes astray. `warning`: it may. */
  readonly status: 'ok' | 'warning' | 'problem';
  readonly message: string;
  /** How to put it right; of everything that is not `ok`. */
  readonly remedy?: string;
}

/** What a check says, once it is known which check it is. */
export interface FindingMaker {
  readonly ok: (message: string) => Finding;
  readonly warning: (message: string, remedy: string) => Finding;
  readonly problem: (message: string, remedy: string) => Finding;
}

export function findingsOf(group: FindingGroup, check: string): FindingMaker {
  return {
    ok: (message) => ({ group, check, status: 'ok', message }),
    warning: (message, remedy) => ({ group, check, status: 'warning', message, remedy }),
    problem: (message, remedy) => ({ group, check, status: 'problem', message, remedy }),
  };
}
