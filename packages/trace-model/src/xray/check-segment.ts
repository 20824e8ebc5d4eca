import { segmentAws, subsegmentAws } from './check-aws.ts';
import { cause } from './check-cause.ts';
import { annotations, links, metadata, sql } from './check-data.ts';
import { segmentHttp, subsegmentHttp } from './check-http.ts';
import {
  accepted,
  flag,
  isRecord,
  listOf,
  memberPath,
  objectOf,
  oneOf,
  text,
  type Check,
  type Fields,
  type Report,
} from './check-value.ts';
import { spanIdCheck, traceIdCheck } from './identifiers.ts';

/** X-Ray takes no other characters in a name, and no empty one. */
const name = text(
  200,
  /^[\p{L}\p{N}\s_.:/%&#=+\\\-@]+$/u,
  'letters, numbers, blanks and _ . : / % & # = + \\ - @',
);

/** Beyond the year 5000: somebody wrote milliseconds. */
const maxEpochSeconds = 1e11;
const epochSeconds: Check = accepted(
  'epoch seconds (not milliseconds)',
  (value) => typeof value === 'number' && value >= 0 && value < maxEpochSeconds,
);

const word = text(250);
/** Checked by the walk over all of them. */
const anyList: Check = listOf(() => undefined);

const common: Fields = {
  name,
  id: spanIdCheck,
  trace_id: traceIdCheck,
  start_time: epochSeconds,
  end_time: epochSeconds,
  in_progress: oneOf(true),
  parent_id: spanIdCheck,
  fault: flag,
  error: flag,
  throttle: flag,
  cause,
  annotations,
  metadata,
  subsegments: anyList,
};

const segmentFields: Fields = {
  ...common,
  http: segmentHttp,
  aws: segmentAws,
  service: objectOf({ version: word }),
  user: word,
  origin: word,
  resource_arn: text(2048),
  links,
};

const subsegmentFields: Fields = {
  ...common,
  type: oneOf('subsegment'),
  http: subsegmentHttp,
  aws: subsegmentAws,
  namespace: oneOf('aws', 'remote'),
  sql,
  precursor_ids: listOf(spanIdCheck),
};

const required = ['name', 'id', 'start_time'];
const segment = objectOf(segmentFields, [...required, 'trace_id']);
const subsegment = objectOf(subsegmentFields, [...required, 'trace_id', 'parent_id']);
const embedded = objectOf(subsegmentFields, required);

/** Reports everything in a document that X-Ray's schema does not allow, in embedded subsegments too. */
export function checkSegmentDocument(root: unknown, report: Report): void {
  const isSubsegment = isRecord(root) && root['type'] !== undefined;
  const pending = [{ value: root, path: '', check: isSubsegment ? subsegment : segment }];
  // A list that grows instead of recursion: a document may nest deeper than the call stack.
  for (const { value, path, check } of pending) {
    check(value, path, report);
    if (!isRecord(value)) continue;
    checkEnd(value, path, report);
    const inner = value['subsegments'];
    if (!Array.isArray(inner)) continue;
    for (const [index, item] of inner.entries()) {
      pending.push({ value: item, path: `${memberPath(path, 'subsegments')}[${index}]`, check: embedded });
    }
  }
}

function checkEnd(value: Readonly<Record<string, unknown>>, path: string, report: Report): void {
  const { start_time: start, end_time: end, in_progress: isInProgress } = value;
  const place = memberPath(path, 'end_time');
  if (end === undefined && isInProgress === undefined) {
    report(place, 'is required, or in_progress in its place');
  } else if (end !== undefined && isInProgress !== undefined) {
    report(place, 'expected either end_time or in_progress, found both');
  } else if (typeof start === 'number' && typeof end === 'number' && end < start) {
    report(place, `expected no time before start_time, found ${end} after ${start}`);
  }
}
