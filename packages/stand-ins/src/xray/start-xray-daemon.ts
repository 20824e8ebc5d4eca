import { createApiServer } from './api-server.ts';
import { bindUdp, listenTcp } from './bind.ts';
import { answerCall, type ReceivedCall } from './daemon-api.ts';
import { DocumentInbox, type ReceivedDocument, type RejectedDocument } from './document-inbox.ts';
import type { XRayDaemonFaults } from './faults.ts';
import { SamplingDesk } from './sampling-desk.ts';
import { createSamplingRule, type SamplingRule } from './sampling-rule.ts';
import type { SamplingStatistics } from './sampling-statistics.ts';

export interface XRayDaemonOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0, the default, is any free port; the daemon's own is 2000. */
  readonly udpPort?: number;
  readonly tcpPort?: number;
  readonly onDocument?: (received: ReceivedDocument) => void;
  readonly onRejection?: (rejected: RejectedDocument) => void;
  /** How many documents, rejections, calls and statistics to keep for reading, each; default 1,000. */
  readonly maxKept?: number;
  /** Default: X-Ray's default rule, 1/s and 5 %. */
  readonly rules?: readonly SamplingRule[];
  readonly rulesPerPage?: number;
  readonly quotaTtlSeconds?: number;
  /** When clients are to report again; X-Ray says 10. */
  readonly reportIntervalSeconds?: number;
  /** Epoch milliseconds. */
  readonly nowMs?: () => number;
}

export interface XRayDaemonCounts {
  readonly accepted: number;
  readonly rejected: number;
  /** Datagrams that the fault `udp: 'drop'` took. */
  readonly dropped: number;
  /** Calls of the API, those that a fault left without an answer too. */
  readonly calls: number;
}

/** A running stand-in. Dispose it to free its ports. */
export interface XRayDaemon extends AsyncDisposable {
  readonly udpPort: number;
  readonly tcpPort: number;
  /** For `AWS_XRAY_DAEMON_ADDRESS`. */
  readonly address: string;
  /** Origin of the TCP side; for a real daemon's `Endpoint`. */
  readonly url: string;
  readonly counts: XRayDaemonCounts;
  /** The latest, oldest first. */
  readonly documents: readonly ReceivedDocument[];
  readonly rejections: readonly RejectedDocument[];
  readonly calls: readonly ReceivedCall[];
  readonly statistics: readonly SamplingStatistics[];
  readonly setRules: (rules: readonly SamplingRule[]) => void;
  /** In place of those before; `{}` ends them. */
  readonly setFaults: (faults: XRayDaemonFaults) => void;
}

/**
 * Stands in for the X-Ray daemon and for X-Ray behind it: takes documents by UDP, checks each of them strictly, and answers
 * the calls of the API that samplers and daemons make. Throws a `PortError` that names a port which cannot be had.
 */
export async function startXRayDaemon(options: XRayDaemonOptions = {}): Promise<XRayDaemon> {
  const { host = '127.0.0.1', maxKept = 1000 } = options;
  const inbox = new DocumentInbox({ ...options, maxKept });
  const desk = new SamplingDesk({
    rules: options.rules ?? [createSamplingRule()],
    rulesPerPage: options.rulesPerPage ?? 100,
    quotaTtlSeconds: options.quotaTtlSeconds ?? 60,
    reportIntervalSeconds: options.reportIntervalSeconds ?? 10,
    nowMs: options.nowMs ?? Date.now,
  });
  const calls: ReceivedCall[] = [];
  const statistics: SamplingStatistics[] = [];
  const keep = <T>(list: T[], items: readonly T[]): void => {
    list.push(...items);
    list.splice(0, Math.max(0, list.length - maxKept));
  };
  let faults: XRayDaemonFaults = {};
  let droppedCount = 0;
  let callCount = 0;

  const server = createApiServer({
    onRequest: () => {
      callCount += 1;
    },
    fault: () => faults.http,
    answer: (call) => {
      keep(calls, [call]);
      return answerCall(call.path, call.body, faults.http?.kind === 'page-loop', {
        inbox,
        desk,
        onStatistics: (received) => keep(statistics, received),
      });
    },
  });
  const socket = await bindUdp(host, options.udpPort ?? 0);
  const udpPort = socket.address().port;
  let tcpPort: number;
  try {
    tcpPort = await listenTcp(server, host, options.tcpPort ?? 0);
  } catch (error) {
    socket.close();
    throw error;
  }
  socket.on('message', (bytes) => {
    if (faults.udp === 'drop') droppedCount += 1;
    else inbox.takeDatagram(bytes);
  });

  const urlHost = host.includes(':') ? `[${host}]` : host;
  let closed: Promise<void> | undefined;
  return {
    udpPort,
    tcpPort,
    address: udpPort === tcpPort ? `${host}:${udpPort}` : `tcp:${host}:${tcpPort} udp:${host}:${udpPort}`,
    url: `http://${urlHost}:${tcpPort}`,
    documents: inbox.documents,
    rejections: inbox.rejections,
    calls,
    statistics,
    get counts() {
      return {
        accepted: inbox.acceptedCount,
        rejected: inbox.rejectedCount,
        dropped: droppedCount,
        calls: callCount,
      };
    },
    setRules: (rules) => desk.setRules(rules),
    setFaults: (next) => {
      faults = next;
    },
    [Symbol.asyncDispose]: () => {
      closed ??= Promise.all([
        new Promise<void>((resolve) => {
          socket.close(resolve);
        }),
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
      ]).then(() => undefined);
      return closed;
    },
  };
}
