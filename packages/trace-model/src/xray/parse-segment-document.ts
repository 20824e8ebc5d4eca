import { checkSegmentDocument } from './check-segment.ts';
import {
  maxSegmentBytes,
  type SegmentDocument,
  type SegmentProblem,
  type SegmentResult,
} from './segment-document.ts';

/** More tell a reader nothing, and a hostile document could hold thousands. */
const maxProblems = 50;

/**
 * Reads one X-Ray segment document, strictly by the documented schema: required fields, forms of ids and times, allowed
 * characters and lengths, fields that belong on segments or on subsegments only, nothing unknown, 64,000 bytes at most.
 * Never throws; gives every problem (the first 50) with its place.
 */
export function parseSegmentDocument(text: string): SegmentResult {
  const byteLength = new TextEncoder().encode(text).length;
  if (byteLength > maxSegmentBytes) {
    return refuse({ path: '', message: `expected at most ${maxSegmentBytes} bytes, found ${byteLength}` });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse({
      path: '',
      message: `not JSON: ${error instanceof Error ? error.message : String(error)}`,
    });
  }
  const problems: SegmentProblem[] = [];
  checkSegmentDocument(value, (path, message) => {
    if (problems.length < maxProblems) problems.push({ path, message });
  });
  // safe: every field of the type was checked
  return problems.length === 0 ? { ok: true, document: value as SegmentDocument } : { ok: false, problems };
}

function refuse(problem: SegmentProblem): SegmentResult {
  return { ok: false, problems: [problem] };
}
