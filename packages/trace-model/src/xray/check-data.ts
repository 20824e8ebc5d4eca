import { describeValue } from '../json/describe-value.ts';
import { freeText, isRecord, listOf, memberPath, objectOf, oneOf, text, type Check } from './check-value.ts';
import { spanIdCheck, traceIdCheck } from './identifiers.ts';

const maxAnnotations = 50;
const maxKeyLength = 500;
const annotationText = text(1000);

/** Indexed pairs: flat, few and short. */
export const annotations: Check = (value, path, report) => {
  if (!isRecord(value)) return report(path, `expected an object, found ${describeValue(value)}`);
  const entries = Object.entries(value);
  if (entries.length > maxAnnotations) {
    report(path, `expected at most ${maxAnnotations} annotations, found ${entries.length}`);
  }
  for (const [key, member] of entries) {
    const place = memberPath(path, key);
    if (!/^[A-Za-z0-9_.]+$/.test(key)) report(place, 'expected a key of letters, digits, _ and .');
    if (key.length > maxKeyLength) {
      report(place, `expected a key of at most ${maxKeyLength} characters, found ${key.length}`);
    }
    if (typeof member === 'string') annotationText(member, place, report);
    else if (typeof member !== 'number' && typeof member !== 'boolean') {
      report(place, `expected a string, a number, true or false, found ${describeValue(member)}`);
    }
  }
};

/** Any JSON by namespace, not indexed. */
export const metadata: Check = (value, path, report) => {
  if (!isRecord(value))
    return report(path, `expected an object of namespaces, found ${describeValue(value)}`);
  for (const [namespace, members] of Object.entries(value)) {
    const place = memberPath(path, namespace);
    refuseReserved(namespace, place, report);
    if (!isRecord(members)) continue;
    for (const key of Object.keys(members)) refuseReserved(key, memberPath(place, key), report);
  }
};

const refuseReserved = (key: string, place: string, report: Parameters<Check>[2]): void => {
  if (key.startsWith('AWS.')) report(place, 'expected another key: those that start with AWS. are reserved');
};

export const sql: Check = objectOf({
  connection_string: freeText,
  url: freeText,
  sanitized_query: freeText,
  database_type: text(250),
  database_version: text(250),
  driver_version: text(250),
  user: text(250),
  preparation: oneOf('call', 'statement'),
});

export const links: Check = listOf(
  objectOf(
    {
      trace_id: traceIdCheck,
      id: spanIdCheck,
      attributes: (value, path, report) => {
        if (!isRecord(value)) report(path, `expected an object, found ${describeValue(value)}`);
      },
    },
    ['trace_id', 'id'],
  ),
);
