export { packCopy } from './pack-copy.ts';
export { npmEnvironment, repository } from './npm-environment.ts';
export { createScratchProject, type ScratchProject } from './scratch-project.ts';
