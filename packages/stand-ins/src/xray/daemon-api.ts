import type { DocumentInbox } from './document-inbox.ts';
import type { SamplingDesk } from './sampling-desk.ts';
import { isObject, parseSamplingStatistics, type SamplingStatistics } from './sampling-statistics.ts';

/** One call of X-Ray's API, as it came. */
export interface ReceivedCall {
  readonly path: string;
  readonly body: unknown;
  /** Whether it carries an AWS signature, as what a daemon forwards does. The signature is not checked. */
  readonly isSigned: boolean;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: object;
  /** X-Ray's name for what is wrong. */
  readonly errorType?: string;
}

export interface DaemonApiDependencies {
  readonly inbox: DocumentInbox;
  readonly desk: SamplingDesk;
  readonly onStatistics: (statistics: readonly SamplingStatistics[]) => void;
}

const maxDocumentsPerCall = 50;

/** Answers one call as X-Ray's endpoint does. https://docs.aws.amazon.com/xray/latest/api/API_Operations.html */
export function answerCall(
  path: string,
  body: unknown,
  isLooping: boolean,
  { inbox, desk, onStatistics }: DaemonApiDependencies,
): ApiAnswer {
  if (!isObject(body)) return refuse('the body is not a JSON object');
  switch (path) {
    case '/GetSamplingRules': {
      const token = body['NextToken'] ?? undefined;
      if (token !== undefined && typeof token !== 'string') return refuse('NextToken is not a string');
      return { status: 200, body: desk.toRulesPage(token, isLooping) };
    }
    case '/SamplingTargets': {
      const result = parseSamplingStatistics(body);
      if (!result.ok) return refuse(result.message);
      onStatistics(result.statistics);
      return { status: 200, body: desk.toTargets(result.statistics) };
    }
    case '/TraceSegments':
      return takeSegments(body['TraceSegmentDocuments'], inbox);
    case '/TelemetryRecords':
      if (!Array.isArray(body['TelemetryRecords'])) return refuse('TelemetryRecords is required');
      return { status: 200, body: {} };
    default:
      return {
        status: 404,
        body: { message: `the stand-in has no ${path}` },
        errorType: 'UnknownOperationException',
      };
  }
}

function takeSegments(documents: unknown, inbox: DocumentInbox): ApiAnswer {
  if (!Array.isArray(documents)) return refuse('TraceSegmentDocuments is required and is an array');
  if (documents.length > maxDocumentsPerCall) {
    return refuse(
      `TraceSegmentDocuments has ${documents.length} documents; ${maxDocumentsPerCall} are allowed`,
    );
  }
  const unprocessed: object[] = [];
  for (const text of documents) {
    if (typeof text !== 'string') return refuse('TraceSegmentDocuments holds something that is not a string');
    const [problem] = inbox.takeDocument(text);
    if (problem === undefined) continue;
    unprocessed.push({
      Id: /"id"\s*:\s*"([0-9a-f]{16})"/.exec(text)?.[1] ?? '',
      ErrorCode: 'ParseError',
      Message: `${problem.path === '' ? '' : `${problem.path}: `}${problem.message}`,
    });
  }
  return { status: 200, body: { UnprocessedTraceSegments: unprocessed } };
}

function refuse(message: string): ApiAnswer {
  return { status: 400, body: { message }, errorType: 'InvalidRequestException' };
}
