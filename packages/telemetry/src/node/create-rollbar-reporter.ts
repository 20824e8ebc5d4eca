import type { TelemetryConfig } from '../config/telemetry-config.ts';
import { createDelivery } from '../delivery/delivery.ts';
import { createDropReporter } from '../delivery/drop-reporter.ts';
import type { HttpTransport } from '../delivery/http-transport.ts';
import type { ErrorReporter } from '../errors/error-reporter.ts';
import type { Logger } from '../log/logger.ts';
import type { ShouldReport } from '../rollbar/default-should-report.ts';
import type { BuildItemCore, ItemSurroundings } from '../rollbar/item-core.ts';
import { createRollbarReporter, defaultReportDelivery } from '../rollbar/rollbar-reporter.ts';
import { createLibraryItemCore } from './library-item-core.ts';

export interface RollbarSurroundings {
  readonly host: string;
  readonly post: HttpTransport;
  /** Tells of drops. It must not lead to a report itself. */
  readonly log: Logger;
  readonly shouldReport: ShouldReport | undefined;
}

/** The reporter of errors that the config names. The `rollbar` package is loaded for it, and only for it. */
export function createNodeRollbarReporter(
  { rollbar: settings, serviceName, disabled }: Pick<TelemetryConfig, 'rollbar' | 'serviceName' | 'disabled'>,
  { host, post, log, shouldReport }: RollbarSurroundings,
): ErrorReporter | undefined {
  if (settings === undefined || disabled) return undefined;
  const { environment, codeVersion } = settings;
  let byLibrary: BuildItemCore | undefined;
  // What is reported until then is built by us, in the same form.
  void loadLibrary({ environment, codeVersion, host, framework: 'hono' }, log).then((loaded) => {
    byLibrary = loaded;
    return undefined;
  });
  return createRollbarReporter({
    settings,
    serviceName,
    host,
    post,
    shouldReport,
    buildCore: (subject, level) => byLibrary?.(subject, level),
    createDelivery: (parts) =>
      createDelivery({ ...defaultReportDelivery, ...parts, onDrop: createDropReporter('rollbar', log) }),
  });
}

/** Never rejects. */
async function loadLibrary(surroundings: ItemSurroundings, log: Logger): Promise<BuildItemCore | undefined> {
  try {
    const { default: Library } = await import('rollbar');
    return createLibraryItemCore(Library, surroundings);
  } catch (error) {
    log.warn('the rollbar package cannot be loaded: items are built without it', { error });
    return undefined;
  }
}
