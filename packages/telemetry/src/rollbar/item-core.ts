import type { ErrorChain } from '../errors/error-chain.ts';
import type { ReportLevel } from '../errors/report-level.ts';
import type { StackFrame } from '../errors/stack-frames.ts';

/** What an item is about. */
export type ItemSubject =
  | { readonly kind: 'errors'; readonly chain: ErrorChain }
  | { readonly kind: 'message'; readonly message: string };

/** What is the same for all items of a process. */
export interface ItemSurroundings {
  readonly environment: string;
  readonly codeVersion: string | undefined;
  readonly host: string | undefined;
  readonly framework: string;
}

/** Rollbar's Item API, "body": exactly one of its forms. */
export type ItemBody =
  | { readonly trace_chain: readonly ItemTrace[] }
  | { readonly message: { readonly body: string } };

export interface ItemTrace {
  /** Outermost call first, the frame that threw last. */
  readonly frames: readonly StackFrame[];
  readonly exception: { readonly class: string; readonly message: string };
}

/** The part of an item that a Rollbar notifier makes of an error: ours, or the `rollbar` package on Node. */
export interface ItemCore {
  readonly environment: string;
  readonly level: ReportLevel;
  readonly language: string;
  readonly framework: string;
  readonly code_version: string | undefined;
  readonly server: { readonly host: string | undefined };
  readonly notifier: { readonly name: string; readonly version: string };
  readonly body: ItemBody;
}

/** Undefined when it could not make one, so that another builder has to. */
export type BuildItemCore = (subject: ItemSubject, level: ReportLevel) => ItemCore | undefined;
