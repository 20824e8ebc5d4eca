import { createSamplingRule, PortError, startXRayDaemon, type XRayDaemon } from '@cruddur/stand-ins';
import { ListenError } from '../listen.ts';
import type { TraceStore } from '../store/trace-store.ts';
import { createXRayIntake } from './xray-intake.ts';

export interface XRayReceiver {
  /** To set as `AWS_XRAY_DAEMON_ADDRESS`. */
  readonly daemonAddress: string;
  readonly stop: () => Promise<void>;
}

export interface XRayReceiverOptions {
  readonly store: TraceStore;
  readonly host: string;
  /** Of UDP and TCP; 0 lets the operating system choose two. */
  readonly port: number;
  readonly now: () => number;
}

/**
 * Takes X-Ray documents as the X-Ray daemon does, and answers samplers with one rule that samples everything, so that
 * `OTEL_TRACES_SAMPLER=xray` hides nothing from who develops. Throws a `ListenError`.
 */
export async function startXRayReceiver(options: XRayReceiverOptions): Promise<XRayReceiver> {
  const { store, host, port, now } = options;
  const intake = createXRayIntake(store, now);
  const daemon = await start({
    host,
    udpPort: port,
    tcpPort: port,
    onDocument: ({ document, text }) => intake.accept(document, text),
    onRejection: ({ problems, text = '' }) => intake.reject(problems, text),
    // The store keeps what there is to keep.
    maxKept: 0,
    rules: [createSamplingRule({ FixedRate: 1 })],
    nowMs: now,
  });
  const isAnyAddress = host === '0.0.0.0' || host === '::';
  return {
    daemonAddress: isAnyAddress ? daemon.address.replaceAll(host, '127.0.0.1') : daemon.address,
    stop: async () => {
      await daemon[Symbol.asyncDispose]();
    },
  };
}

async function start(options: Parameters<typeof startXRayDaemon>[0]): Promise<XRayDaemon> {
  try {
    return await startXRayDaemon(options);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    const advice = error.isTaken
      ? 'stop that one, or set CRUDDUR_XRAY_PORT to a free port'
      : 'set CRUDDUR_XRAY_PORT to another';
    throw new ListenError(`${error.message}; ${advice}`, error.isTaken, error);
  }
}
