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

// CloudWatch Logs
export {
  createCloudWatchLogs,
  type CloudWatchLogsOptions,
  type CloudWatchLogsStandIn,
} from './cloudwatch/create-cloudwatch-logs.ts';
export { startCloudWatchLogs, type RunningCloudWatchLogs } from './cloudwatch/start-cloudwatch-logs.ts';
export type { CloudWatchCall, CloudWatchCounts, Entity, KeptEvent, TakenBatch } from './cloudwatch/types.ts';
export type { CloudWatchFault } from './cloudwatch/faults.ts';

// Rollbar
export { createRollbar, type RollbarOptions, type RollbarStandIn } from './rollbar/create-rollbar.ts';
export { startRollbar, type RunningRollbar } from './rollbar/start-rollbar.ts';
export type {
  ReceivedItem,
  RollbarBodyKind,
  RollbarCall,
  RollbarCounts,
  RollbarLevel,
} from './rollbar/types.ts';
export type { RollbarFault } from './rollbar/faults.ts';

// Honeycomb's account of a key
export {
  startHoneycomb,
  type HoneycombKey,
  type HoneycombOptions,
  type RunningHoneycomb,
} from './honeycomb/start-honeycomb.ts';

// Misbehaviour of HTTP
export type { TransportFault } from './http/transport-fault.ts';
export type { FaultSchedule } from './http/fault-schedule.ts';
