import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSegment, createSubsegment, fullDocuments } from '../testing/segment-documents.ts';
import { parseSegmentDocument } from './parse-segment-document.ts';

const parse = (value: unknown): ReturnType<typeof parseSegmentDocument> =>
  parseSegmentDocument(JSON.stringify(value));

/** `path: message` of every problem. */
function problemsOf(value: unknown): readonly string[] {
  const result = parse(value);
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
}

/** A document of exactly so many bytes, most of them in characters of two bytes. */
function sized(bytes: number): string {
  const bare = JSON.stringify({ ...segment, metadata: { default: '' } });
  const rest = bytes - bare.length;
  return bare.replace(
    '"default":""',
    `"default":"${'é'.repeat(Math.floor(rest / 2))}${'x'.repeat(rest % 2)}"`,
  );
}

const segment = createSegment();
const subsegment = createSubsegment();
const exception = { id: '1111111111111111' };

describe('parseSegmentDocument', () => {
  it.each([segment, subsegment, ...fullDocuments])(
    'takes a document of the schema and gives it (%#)',
    (document) => {
      expect(parse(document)).toEqual({ ok: true, document });
    },
  );

  it.each([
    [{}, 'name', /required/],
    [{}, 'id', /required/],
    [{}, 'trace_id', /required/],
    [{}, 'start_time', /required/],
    [{}, 'end_time', /required, or in_progress/],
    [[], '', /expected an object, found an array/],
    [null, '', /expected an object, found null/],
    [{ ...segment, in_progress: true }, 'end_time', /found both/],
    [{ ...segment, end_time: undefined, in_progress: false }, 'in_progress', /expected true/],
    [{ ...segment, end_time: 1 }, 'end_time', /no time before start_time/],
    [{ ...segment, start_time: 1_790_000_000_000 }, 'start_time', /epoch seconds \(not milliseconds\)/],
    [{ ...segment, start_time: '1790000000' }, 'start_time', /epoch seconds/],
    [{ ...segment, start_time: -1 }, 'start_time', /epoch seconds/],
    [{ ...segment, name: '' }, 'name', /letters, numbers/],
    [{ ...segment, name: 'GET /{id}' }, 'name', /letters, numbers/],
    [{ ...segment, name: 'a'.repeat(201) }, 'name', /at most 200 characters, found 201/],
    [{ ...segment, id: 'B7AD6B7169203331' }, 'id', /lower-case hex/],
    [{ ...segment, id: '0'.repeat(16) }, 'id', /not all zero/],
    [{ ...segment, id: 'b7ad6b716920333' }, 'id', /16/],
    [{ ...segment, trace_id: '0af7651916cd43dd8448eb211c80319c' }, 'trace_id', /1-<8>-<24>/],
    [{ ...segment, trace_id: `1-${'0'.repeat(8)}-${'0'.repeat(24)}` }, 'trace_id', /not all zero/],
    [{ ...segment, parent_id: '' }, 'parent_id', /16/],
    [{ ...segment, type: 'segment' }, 'type', /expected "subsegment"/],
    [{ ...subsegment, parent_id: undefined }, 'parent_id', /required/],
    [{ ...subsegment, trace_id: undefined }, 'trace_id', /required/],
    [{ ...subsegment, namespace: 'local' }, 'namespace', /"aws" or "remote"/],
    [{ ...segment, namespace: 'remote' }, 'namespace', /not a field/],
    [{ ...segment, sql: {} }, 'sql', /not a field/],
    [{ ...subsegment, user: 'a' }, 'user', /not a field/],
    [{ ...subsegment, service: {} }, 'service', /not a field/],
    [{ ...subsegment, origin: 'a' }, 'origin', /not a field/],
    [{ ...subsegment, links: [] }, 'links', /not a field/],
    [{ ...segment, constructor: 1 }, 'constructor', /not a field/],
    [{ ...segment, duration: 1 }, 'duration', /not a field/],
    [{ ...segment, fault: 1 }, 'fault', /true or false, found 1/],
    [{ ...segment, error: 'false' }, 'error', /true or false/],
    [{ ...segment, throttle: null }, 'throttle', /true or false/],
    [{ ...segment, user: 'a'.repeat(251) }, 'user', /at most 250/],
    [{ ...segment, service: { version: 1 } }, 'service.version', /string/],
    [{ ...segment, http: [] }, 'http', /object/],
    [{ ...segment, http: { request: { method: 1 } } }, 'http.request.method', /string/],
    [{ ...segment, http: { request: { traced: true } } }, 'http.request.traced', /not a field/],
    [
      { ...subsegment, http: { request: { x_forwarded_for: true } } },
      'http.request.x_forwarded_for',
      /not a/,
    ],
    [
      { ...segment, http: { request: { client_ip: 'localhost' } } },
      'http.request.client_ip',
      /an IP address/,
    ],
    [{ ...segment, http: { request: { client_ip: '1.2.3' } } }, 'http.request.client_ip', /an IP address/],
    [{ ...segment, http: { request: { client_ip: '::1%lo' } } }, 'http.request.client_ip', /an IP address/],
    [{ ...segment, http: { response: { status: '200' } } }, 'http.response.status', /whole number/],
    [{ ...segment, http: { response: { status: 99 } } }, 'http.response.status', /whole number/],
    [{ ...segment, http: { response: { content_length: -1 } } }, 'http.response.content_length', /whole/],
    [{ ...segment, cause: 'broken' }, 'cause', /16/],
    [{ ...segment, cause: { exceptions: [{}] } }, 'cause.exceptions[0].id', /required/],
    [{ ...segment, cause: { exceptions: [exception, exception] } }, 'cause.exceptions[1].id', /no other/],
    [
      { ...segment, cause: { exceptions: [{ ...exception, cause: exception.id }] } },
      'cause.exceptions[0].cause',
      /itself/,
    ],
    [
      { ...segment, cause: { exceptions: [{ ...exception, stack: [{}, { line: '3' }] }] } },
      'cause.exceptions[0].stack[1].line',
      /whole number/,
    ],
    [
      { ...segment, cause: { exceptions: [{ ...exception, truncated: true }] } },
      'cause.exceptions[0].truncated',
      /whole/,
    ],
    [{ ...segment, annotations: { 'a-b': 1 } }, 'annotations.a-b', /letters, digits, _ and \./],
    [{ ...segment, annotations: { a: [1] } }, 'annotations.a', /found an array/],
    [{ ...segment, annotations: { a: null } }, 'annotations.a', /found null/],
    [{ ...segment, annotations: { a: 'x'.repeat(1001) } }, 'annotations.a', /at most 1000/],
    [
      { ...segment, annotations: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`a${i}`, i])) },
      'annotations',
      /at most 50 annotations, found 51/,
    ],
    [{ ...segment, annotations: { ['a'.repeat(501)]: 1 } }, `annotations["${'a'.repeat(60)}…"]`, /500/],
    [{ ...segment, metadata: [] }, 'metadata', /object/],
    [{ ...segment, metadata: { 'AWS.x': 1 } }, 'metadata["AWS.x"]', /reserved/],
    [{ ...segment, metadata: { default: { 'AWS.x': 1 } } }, 'metadata.default["AWS.x"]', /reserved/],
    [{ ...segment, aws: { operation: 'x' } }, 'aws.operation', /not a field/],
    [{ ...subsegment, aws: { ecs: {} } }, 'aws.ecs', /not a field/],
    [
      { ...segment, aws: { elastic_beanstalk: { deployment_id: '7' } } },
      'aws.elastic_beanstalk.deployment_id',
      /whole/,
    ],
    [{ ...segment, aws: { account_id: '12' } }, 'aws.account_id', /12 digits/],
    [{ ...subsegment, sql: { sanitized_query: 1 } }, 'sql.sanitized_query', /string/],
    [{ ...subsegment, sql: { preparation: 'x' } }, 'sql.preparation', /"call" or "statement"/],
    [{ ...segment, links: [{ trace_id: segment.trace_id }] }, 'links[0].id', /required/],
    [{ ...segment, links: [{ trace_id: 'x', id: segment.id }] }, 'links[0].trace_id', /1-<8>-<24>/],
    [{ ...segment, subsegments: {} }, 'subsegments', /array/],
    [{ ...segment, subsegments: [{ ...segment, name: '*' }] }, 'subsegments[0].name', /letters/],
    [
      { ...segment, subsegments: [{ ...subsegment, subsegments: [{ name: 'a' }] }] },
      'subsegments[0].subsegments[0].id',
      /required/,
    ],
  ])('refuses %j: %s', (document, path, message) => {
    const result = parse(document);
    expect(result.ok ? [] : result.problems).toContainEqual({
      path,
      message: expect.stringMatching(message),
    });
  });

  it('gives only the problem that a document has', () => {
    expect(problemsOf({ ...segment, name: '*', fault: 2 })).toEqual([
      'name: expected letters, numbers, blanks and _ . : / % & # = + \\ - @, found "*"',
      'fault: expected true or false, found 2',
    ]);
  });

  it('says what is not JSON', () => {
    expect(parseSegmentDocument('<html>')).toMatchObject({
      ok: false,
      problems: [{ path: '', message: expect.stringMatching(/^not JSON: /) }],
    });
  });

  it('counts the size in bytes of UTF-8', () => {
    expect(parseSegmentDocument(sized(64_000)).ok).toBe(true);
    expect(parseSegmentDocument(sized(64_001))).toEqual({
      ok: false,
      problems: [{ path: '', message: 'expected at most 64000 bytes, found 64001' }],
    });
  });

  it('takes documents that nest deeper than the call stack, and gives at most 50 problems', () => {
    const depth = 3000;
    const deep = `${'{"subsegments":['.repeat(depth)}{}${']}'.repeat(depth)}`;
    const result = parseSegmentDocument(deep);
    expect(result.ok ? [] : result.problems).toHaveLength(50);
  });

  it('never throws, and gives back what it takes', () => {
    const member = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(...fullDocuments.flatMap((full) => Object.values(full))),
    );
    const keys = fc.constantFrom(
      ...fullDocuments.flatMap((full) => Object.keys(full)),
      '__proto__',
      'toString',
    );
    fc.assert(
      fc.property(fc.constantFrom(...fullDocuments), keys, member, (document, key, value) => {
        const text = JSON.stringify({ ...document, [key]: value });
        const result = parseSegmentDocument(text);
        const outcome = result.ok
          ? result.document
          : result.problems.map(({ path, message }) => path !== '' || message.includes('bytes'));
        expect(outcome).toEqual(result.ok ? JSON.parse(text) : result.problems.map(() => true));
      }),
    );
  });

  it('takes every name of allowed characters and refuses every other character in one', () => {
    const allowed = fc.stringMatching(/^[\p{L}\p{N}\s_.:/%&#=+\\\-@]{1,90}$/u);
    const forbidden = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 1 })
      .filter((character) => !/^[\p{L}\p{N}\s_.:/%&#=+\\\-@]$/u.test(character));
    fc.assert(
      fc.property(allowed, forbidden, (name, character) => {
        expect(problemsOf({ ...segment, name })).toEqual([]);
        expect(problemsOf({ ...segment, name: `${name}${character}` })).toHaveLength(1);
      }),
    );
  });
});
