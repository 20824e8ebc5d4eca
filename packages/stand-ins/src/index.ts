// X-Ray daemon
export {
  startXRayDaemon,
  type XRayDaemon,
  type XRayDaemonCounts,
  type XRayDaemonOptions,
} from './xray/start-xray-daemon.ts';
export type { ReceivedDocument, RejectedDocument } from './xray/document-inbox.ts';
export type { ReceivedCall } from './xray/daemon-api.ts';
export type { HttpFault, XRayDaemonFaults } from './xray/faults.ts';
export { createSamplingRule, type SamplingRule } from './xray/sampling-rule.ts';
export type { SamplingStatistics } from './xray/sampling-statistics.ts';
export { PortError } from './port-error.ts';
