import { count, flag, freeText, isRecord, listOf, objectOf, type Check } from './check-value.ts';
import { spanIdCheck } from './identifiers.ts';

const exception: Check = objectOf(
  {
    id: spanIdCheck,
    message: freeText,
    type: freeText,
    remote: flag,
    truncated: count,
    skipped: count,
    cause: spanIdCheck,
    stack: listOf(objectOf({ path: freeText, line: count, label: freeText })),
  },
  ['id'],
);

const causeObject: Check = objectOf({
  working_directory: freeText,
  paths: listOf(freeText),
  exceptions: listOf(exception),
});

/** The id of an exception that another document describes, or the exceptions themselves. */
export const cause: Check = (value, path, report) => {
  if (typeof value === 'string') return spanIdCheck(value, path, report);
  causeObject(value, path, report);
  if (!isRecord(value) || !Array.isArray(value['exceptions'])) return;
  const seen = new Set<unknown>();
  for (const [index, item] of value['exceptions'].entries()) {
    if (!isRecord(item)) continue;
    const { id, cause: causeId } = item;
    const place = `${path}.exceptions[${index}]`;
    if (id !== undefined && seen.has(id)) report(`${place}.id`, 'expected an id that no other exception has');
    if (id !== undefined && id === causeId)
      report(`${place}.cause`, 'expected another exception than itself');
    seen.add(id);
  }
};
