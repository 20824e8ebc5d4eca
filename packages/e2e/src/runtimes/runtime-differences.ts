import type { Runtime } from './runtime-binary.ts';

/** What a runtime does not tell, or tells less exactly. Everything else has to be the same on all of them. */
interface RuntimeDifferences {
  /** Attributes of SERVER spans that are not there, and why. */
  readonly missing: Readonly<Record<string, string>>;
  /** How far a time may be from the true one, in milliseconds. */
  readonly clockStepMs: number;
  /** Whether a span that only computes, without waiting for anything, takes any time. */
  readonly computingTakesTime: boolean;
}

const versionUntold = 'the runtime serves HTTP/1.1 and HTTP/2 and does not say which one a request came by';

export const runtimeDifferences: Readonly<Record<Runtime, RuntimeDifferences>> = {
  node: { missing: {}, clockStepMs: 0, computingTakesTime: true },
  bun: {
    missing: { 'network.protocol.version': versionUntold },
    clockStepMs: 0,
    computingTakesTime: true,
  },
  deno: {
    missing: { 'network.protocol.version': versionUntold },
    clockStepMs: 0,
    computingTakesTime: true,
  },
  workerd: {
    missing: {
      'network.protocol.version': 'a Worker sees no connection',
      'network.peer.address': 'a Worker sees no connection',
      'network.peer.port': 'a Worker sees no connection',
      'client.address': 'a Worker is told it by headers of Cloudflare, which is not there locally',
    },
    clockStepMs: 1,
    computingTakesTime: false,
  },
};
