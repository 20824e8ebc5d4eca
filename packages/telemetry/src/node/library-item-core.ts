import type Rollbar from 'rollbar';
import type { ErrorSnapshot } from '../errors/error-chain.ts';
import type { ReportLevel } from '../errors/report-level.ts';
import { readLibraryItem } from '../rollbar/library-item.ts';
import type { BuildItemCore, ItemSubject, ItemSurroundings } from '../rollbar/item-core.ts';

/**
 * Lets the `rollbar` package make the core of items, and nothing else: it is given plain copies that cannot hurt it, sends
 * nothing, listens to nothing, and what it makes is caught before its queue. ADR: ../adr/0011-rollbar-builds-we-deliver.md
 */
export function createLibraryItemCore(
  Library: new (options: Rollbar.Configuration) => Rollbar,
  { environment, codeVersion, host, framework }: ItemSurroundings,
): BuildItemCore {
  let caught: unknown;
  // Its types leave out that it takes a framework.
  const named = { framework };
  const rollbar = new Library({
    ...named,
    // Never used, but without one it prints a warning.
    accessToken: 'never-sent',
    environment,
    ...(codeVersion === undefined ? undefined : { codeVersion }),
    ...(host === undefined ? undefined : { host }),
    transmit: false,
    // No limit: one that drops silently is what it has by default, for the whole process.
    itemsPerMinute: 0,
    autoInstrument: false,
    includeItemsInTelemetry: false,
    captureUncaught: false,
    captureUnhandledRejections: false,
    sendConfig: false,
    // What is taken over of an item is redacted by us; its own search for names costs half a millisecond an item.
    overwriteScrubFields: true,
    scrubFields: [],
    scrubHeaders: [],
    checkIgnore: (_isUncaught, _args, item) => {
      caught = item;
      return true;
    },
  });
  return (subject, level) => {
    caught = undefined;
    try {
      report(rollbar, subject, level);
      // At once: it reads no files for frames with a scheme, and does nothing else that would take time.
      return readLibraryItem(caught, subject, level);
    } catch {
      return undefined;
    } finally {
      caught = undefined;
    }
  };
}

function report(rollbar: Rollbar, subject: ItemSubject, level: ReportLevel): void {
  rollbar[level](subject.kind === 'message' ? nonEmpty(subject.message) : toPlainError(subject.chain.errors));
}

function nonEmpty(message: string): string {
  return message === '' ? 'an empty message' : message;
}

/**
 * A new chain of errors, with an end. The messages are put in behind it: it looks for a template engine's in them by
 * expressions that a message can make slow.
 */
function toPlainError([first, ...causes]: readonly ErrorSnapshot[]): Error {
  const cause = causes.length === 0 ? undefined : toPlainError(causes);
  const error = new Error('-', cause === undefined ? undefined : { cause });
  error.name = first?.name ?? 'Error';
  error.stack = ['-', ...(first?.frameLines ?? []).map((line) => `    ${line}`)].join('\n');
  return error;
}
