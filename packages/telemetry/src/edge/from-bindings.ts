import type { Environment } from '../config/environment-reader.ts';

/** The variables among a Worker's bindings; the others are objects: services, queues, stores. */
export function fromBindings(bindings: object): Environment {
  return Object.fromEntries(
    Object.entries(bindings).filter((binding): binding is [string, string] => typeof binding[1] === 'string'),
  );
}
