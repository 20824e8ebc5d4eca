import type { SegmentBody } from '@cruddur/trace-model';

export interface DocumentTable {
  readonly title: string;
  readonly entries: readonly { readonly key: string; readonly value: string }[];
}

/**
 * The blocks of a document as tables, annotations first, for they are what X-Ray can search by; each metadata namespace has
 * its own. Only pairs whose key or value contains `filter`, without regard to case; no empty table.
 */
export function toDocumentTables(document: SegmentBody, filter: string): readonly DocumentTable[] {
  const wanted = filter.trim().toLowerCase();
  const metadata = Object.entries(document.metadata ?? {}).map(([namespace, value]) =>
    toTable(`Metadata · ${namespace}`, isRecord(value) ? Object.entries(value) : [[namespace, value]]),
  );
  return [
    toTable('Annotations', Object.entries(document.annotations ?? {})),
    toTable('HTTP', flatten(document.http)),
    toTable('SQL', flatten(document.sql)),
    toTable('AWS', flatten(document.aws)),
    ...metadata,
  ]
    .map(({ title, entries }) => ({
      title,
      entries: entries.filter(
        ({ key, value }) => key.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted),
      ),
    }))
    .filter(({ entries }) => entries.length > 0);
}

function toTable(title: string, pairs: readonly (readonly [string, unknown])[]): DocumentTable {
  return { title, entries: pairs.map(([key, value]) => ({ key, value: toText(value) })) };
}

/** Members of inner objects under their path: `request.method`. */
function flatten(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (value === undefined) return [];
  if (!isRecord(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, member]) =>
    flatten(member, path === '' ? key : `${path}.${key}`),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
}
