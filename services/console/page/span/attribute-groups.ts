import type { Attributes, AttributeValue } from '@cruddur/trace-model';

export interface AttributeGroup {
  readonly title: string;
  readonly entries: readonly { readonly key: string; readonly value: string }[];
}

/** Groups in the order in which they are shown: what is particular to the span before what every request has. */
const GROUPS: readonly { readonly title: string; readonly prefixes: readonly string[] }[] = [
  { title: 'Error', prefixes: ['error', 'exception'] },
  { title: 'Application', prefixes: ['app', 'cruddur', 'user', 'enduser', 'session', 'feature_flag'] },
  { title: 'Database', prefixes: ['db'] },
  { title: 'HTTP', prefixes: ['http', 'url', 'user_agent'] },
  { title: 'RPC and messaging', prefixes: ['rpc', 'messaging'] },
  { title: 'Network', prefixes: ['server', 'client', 'network', 'net', 'peer', 'dns', 'tls'] },
  { title: 'Code', prefixes: ['code', 'thread'] },
  { title: 'Cloud', prefixes: ['aws', 'cloud', 'faas'] },
];
const OTHER = 'Other';

/** A value as text: strings as they are, everything else as JSON. */
export function formatAttributeValue(value: AttributeValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The attributes whose key or value contains `filter`, sorted by key into groups by namespace. */
export function groupAttributes(attributes: Attributes, filter: string): readonly AttributeGroup[] {
  const byTitle = new Map<string, { key: string; value: string }[]>();
  for (const entry of listAttributes(attributes, filter)) {
    const namespace = entry.key.split('.', 1)[0] ?? '';
    const title = GROUPS.find(({ prefixes }) => prefixes.includes(namespace))?.title ?? OTHER;
    byTitle.set(title, [...(byTitle.get(title) ?? []), entry]);
  }
  return [...GROUPS.map(({ title }) => title), OTHER].flatMap((title) => {
    const entries = byTitle.get(title);
    return entries === undefined ? [] : [{ title, entries }];
  });
}

/** The attributes whose key or value contains `filter`, without regard to case, sorted by key. */
export function listAttributes(attributes: Attributes, filter: string): { key: string; value: string }[] {
  const wanted = filter.trim().toLowerCase();
  return Object.entries(attributes)
    .map(([key, value]) => ({ key, value: formatAttributeValue(value) }))
    .filter(({ key, value }) => key.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
