import { awsAccess, lineText, toLineFields, traceFields } from './line-fields.ts';
import type { LogVariant, LogVariantOptions } from './log-variant.ts';

interface Winston {
  readonly createLogger: (options: object) => {
    readonly info: (text: string, fields: object) => void;
  };
}

/** winston with the transport winston-cloudwatch alone; nothing is redacted. */
export async function startWinston({ endpoint, peers }: LogVariantOptions): Promise<LogVariant> {
  // safe: winston 3 and winston-cloudwatch 6, as their documentation has them
  const winston = peers.require('winston') as Winston;
  const CloudWatch = peers.require('winston-cloudwatch') as new (options: object) => object;
  const { region, credentials } = awsAccess;
  const transport = new CloudWatch({
    logGroupName: '/bench/logs',
    logStreamName: 'winston',
    jsonMessage: true,
    awsOptions: { region, credentials, endpoint },
    // An endpoint that is down is what is measured.
    errorHandler: () => undefined,
  });
  const log = winston.createLogger({ defaultMeta: traceFields, transports: [transport] });
  return {
    log: (line) => log.info(lineText, toLineFields(line)),
    inTrace: (fn) => fn(),
    account: () => undefined,
  };
}
