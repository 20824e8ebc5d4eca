// Names and numbers
export { limits } from './limits.ts';
export { timeToLiveMs, type TimeToLive } from './time-to-live.ts';
export { defaultUserHandle, headerNames, traceRequestHeaders, traceResponseHeaders } from './headers.ts';
export {
  errorCatalogue,
  isErrorCode,
  isValidationCode,
  type ErrorCode,
  type TransportCode,
  type ValidationCode,
} from './error-codes.ts';
export { countCodePoints } from './code-points.ts';

// Answers
export { activitySchema, type Activity } from './schemas/activity.ts';
export { messageGroupSchema, messageSchema, type Message, type MessageGroup } from './schemas/message.ts';
export { errorBodySchema, toErrorBody, type ErrorBody } from './schemas/error-body.ts';

export { reportAnswerSchema, slowAnswerSchema, type ReportAnswer, type SlowAnswer } from './schemas/fault.ts';

// Faults
export { faultNames, isFaultName, type FaultName } from './faults/fault-names.ts';
export { readFaultSwitch, type FaultSwitchReader } from './faults/read-fault-switch.ts';
export { validateFaultDelayMs } from './input/fault-delay.ts';

// Input
export type { Validation } from './input/validation.ts';
export { validateNewActivity, type NewActivity } from './input/new-activity.ts';
export { validateNewReply, type NewReply } from './input/new-reply.ts';
export { validateNewMessage, type NewMessage } from './input/new-message.ts';
export {
  validateActivityUuid,
  validateCallerHandle,
  validatePathHandle,
  validateSearchTerm,
} from './input/parameters.ts';

// Endpoints
export { endpoints, rollbarTestBody, toHandle, type Endpoint, type OperationId } from './routes/endpoints.ts';
export { routes } from './routes/routes.ts';
export { createOpenApiDocument, type OpenApiDocument } from './openapi/document.ts';
