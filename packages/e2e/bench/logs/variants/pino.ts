import { lineText, redactedPaths, toLineFields, traceFields } from './line-fields.ts';
import type { LogVariant, LogVariantOptions } from './log-variant.ts';

interface Pino {
  readonly info: (fields: object, text: string) => void;
  readonly child: (fields: object) => Pino;
}

/** As it is without further ado: one write a line to standard output; two paths redacted. */
export async function startPino({ peers }: LogVariantOptions): Promise<LogVariant> {
  // safe: pino 10, as its documentation has it
  const pino = peers.require('pino') as (options: object) => Pino;
  const log = pino({ redact: redactedPaths }).child(traceFields);
  return {
    log: (line) => log.info(toLineFields(line), lineText),
    inTrace: (fn) => fn(),
    account: () => undefined,
  };
}
