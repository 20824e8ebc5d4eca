/** What one process reports of one rule. https://docs.aws.amazon.com/xray/latest/api/API_SamplingStatisticsDocument.html */
export interface SamplingStatistics {
  readonly RuleName: string;
  /** 24 hex digits. */
  readonly ClientID: string;
  /** Epoch seconds. */
  readonly Timestamp: number;
  readonly RequestCount: number;
  readonly SampledCount: number;
  readonly BorrowCount?: number;
}

export type StatisticsResult =
  | { readonly ok: true; readonly statistics: readonly SamplingStatistics[] }
  | { readonly ok: false; readonly message: string };

const maxDocuments = 25;

/** Reads the body of GetSamplingTargets, strictly. */
export function parseSamplingStatistics(body: unknown): StatisticsResult {
  const documents: unknown = isObject(body) ? body['SamplingStatisticsDocuments'] : undefined;
  if (!Array.isArray(documents)) return refuse('SamplingStatisticsDocuments is required and is an array');
  if (documents.length > maxDocuments) {
    return refuse(
      `SamplingStatisticsDocuments has ${documents.length} documents; ${maxDocuments} are allowed`,
    );
  }
  for (const [index, document] of documents.entries()) {
    const problem = findProblem(document);
    if (problem !== undefined) return refuse(`SamplingStatisticsDocuments[${index}]${problem}`);
  }
  return { ok: true, statistics: documents };
}

function findProblem(document: unknown): string | undefined {
  if (!isObject(document)) return ' is not an object';
  const { RuleName, ClientID, Timestamp, RequestCount, SampledCount, BorrowCount = 0 } = document;
  if (typeof RuleName !== 'string' || RuleName === '' || RuleName.length > 32) {
    return '.RuleName is not a name of 1 to 32 characters';
  }
  if (typeof ClientID !== 'string' || !/^[0-9a-f]{24}$/.test(ClientID))
    return '.ClientID is not 24 hex digits';
  if (typeof Timestamp !== 'number' || Timestamp < 0 || Timestamp > 1e11) {
    return '.Timestamp is not in epoch seconds';
  }
  for (const [name, count] of Object.entries({ RequestCount, SampledCount, BorrowCount })) {
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 0) return `.${name} is not a count`;
  }
  if (Number(SampledCount) > Number(RequestCount)) return '.SampledCount is more than RequestCount';
  if (Number(BorrowCount) > Number(SampledCount)) return '.BorrowCount is more than SampledCount';
  return undefined;
}

function refuse(message: string): StatisticsResult {
  return { ok: false, message };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
