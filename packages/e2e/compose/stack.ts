import { describe, inject } from 'vitest';
import { createComposeProject, type ComposeProject } from './compose-project.ts';

const settings = inject('composeProject');

/** `describe`, left out where there is no engine. */
export const describeStack: typeof describe.skip = settings === undefined ? describe.skip : describe;

/** The stack that runs for all files; none of what it does works where there is no engine. */
export const stack: ComposeProject = createComposeProject(
  settings ?? { name: 'left-out', gatewayPort: 0, consolePort: 0 },
);
