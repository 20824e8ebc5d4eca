import type { AttributeValue, Span } from '@cruddur/trace-model';
import { attributeText } from './attribute-text.ts';

/** One row of the table of HTTP semantic conventions 1.44 (`facts/hono-otel-peers.md`, section 4). */
interface ConventionRow {
  readonly attribute: string;
  readonly kind: 'server' | 'client';
  /** `required`: on every span; `when`: exactly where it applies; `may`: valid where it is there; `never`. */
  readonly requirement: 'required' | 'when' | 'may' | 'never';
  readonly applies?: (span: Span) => boolean;
  readonly isValid?: (value: AttributeValue, span: Span) => boolean;
}

const methods = 'CONNECT DELETE GET HEAD OPTIONS PATCH POST PUT TRACE QUERY _OTHER'.split(' ');
const isText = (value: AttributeValue): boolean => typeof value === 'string' && value !== '';
const isPort = (value: AttributeValue): boolean => Number.isInteger(value) && Number(value) > 0;
const isStatus = (value: AttributeValue): boolean => Number.isInteger(value) && Number(value) >= 100;
const isMethod = (value: AttributeValue): boolean => methods.includes(attributeText(value));
const hasFailed = ({ status }: Span): boolean => status === 'error';
const isOther = ({ attributes }: Span): boolean => attributes['http.request.method'] === '_OTHER';
const isAddressWithoutPort = (value: AttributeValue): boolean =>
  isText(value) && !/:\d+$/.test(attributeText(value));

const httpConventions: readonly ConventionRow[] = [
  { kind: 'server', attribute: 'http.request.method', requirement: 'required', isValid: isMethod },
  {
    kind: 'server',
    attribute: 'url.path',
    requirement: 'required',
    isValid: (value) => /^\/[^?#]*$/.test(attributeText(value)),
  },
  {
    kind: 'server',
    attribute: 'url.scheme',
    requirement: 'required',
    isValid: (value) => value === 'http' || value === 'https',
  },
  {
    kind: 'server',
    attribute: 'http.route',
    requirement: 'may',
    isValid: (value) => attributeText(value).startsWith('/') && value !== '/*',
  },
  {
    kind: 'server',
    attribute: 'http.response.status_code',
    requirement: 'when',
    applies: () => true,
    isValid: isStatus,
  },
  { kind: 'server', attribute: 'error.type', requirement: 'when', applies: hasFailed, isValid: isText },
  {
    kind: 'server',
    attribute: 'url.query',
    requirement: 'may',
    isValid: (value) => !attributeText(value).startsWith('?'),
  },
  {
    kind: 'server',
    attribute: 'http.request.method_original',
    requirement: 'when',
    applies: isOther,
    isValid: isText,
  },
  {
    kind: 'server',
    attribute: 'server.port',
    requirement: 'when',
    applies: ({ attributes }) => 'server.address' in attributes,
    isValid: isPort,
  },
  { kind: 'server', attribute: 'server.address', requirement: 'required', isValid: isAddressWithoutPort },
  { kind: 'server', attribute: 'network.protocol.name', requirement: 'never' },
  {
    kind: 'server',
    attribute: 'network.protocol.version',
    requirement: 'may',
    isValid: (value) => ['1.0', '1.1', '2', '3'].includes(attributeText(value)),
  },
  { kind: 'server', attribute: 'client.address', requirement: 'may', isValid: isAddressWithoutPort },
  { kind: 'server', attribute: 'network.peer.port', requirement: 'may', isValid: isPort },
  { kind: 'server', attribute: 'user_agent.original', requirement: 'may', isValid: isText },
  { kind: 'server', attribute: 'url.full', requirement: 'never' },
  { kind: 'client', attribute: 'http.request.method', requirement: 'required', isValid: isMethod },
  { kind: 'client', attribute: 'server.address', requirement: 'required', isValid: isAddressWithoutPort },
  { kind: 'client', attribute: 'server.port', requirement: 'required', isValid: isPort },
  {
    kind: 'client',
    attribute: 'url.full',
    requirement: 'required',
    isValid: (value) => URL.canParse(attributeText(value)) && !attributeText(value).includes('@'),
  },
  {
    kind: 'client',
    attribute: 'http.response.status_code',
    requirement: 'when',
    applies: ({ events }) => events.length === 0,
    isValid: isStatus,
  },
  { kind: 'client', attribute: 'error.type', requirement: 'when', applies: hasFailed, isValid: isText },
  { kind: 'client', attribute: 'http.route', requirement: 'never' },
];

/** What the spans break, as sentences; none when they conform. */
export function findBreaches(spans: readonly Span[]): readonly string[] {
  return spans.flatMap((span) => [
    ...httpConventions.filter(({ kind }) => kind === span.kind).flatMap((row) => checkRow(row, span)),
    ...checkNameAndStatus(span),
  ]);
}

function checkRow(row: ConventionRow, span: Span): readonly string[] {
  const { attribute, requirement, applies, isValid } = row;
  // Queries to the database are CLIENT spans with conventions of their own.
  if ('db.system.name' in span.attributes) return [];
  const value = span.attributes[attribute];
  const where = `${span.kind} ${span.name}: ${attribute}`;
  if (value === undefined) {
    const isDue = requirement === 'required' || (requirement === 'when' && applies?.(span) === true);
    return isDue ? [`${where} is missing`] : [];
  }
  if (requirement === 'never') return [`${where} must not be there`];
  if (requirement === 'when' && applies?.(span) === false) return [`${where} is there without a reason`];
  return isValid === undefined || isValid(value, span) ? [] : [`${where} is ${attributeText(value)}`];
}

/** "Name" and "Status": a SERVER span fails with 5xx and never with 4xx, a CLIENT span with both. */
function checkNameAndStatus({ attributes, kind, name, status }: Span): readonly string[] {
  if ((kind !== 'server' && kind !== 'client') || 'db.system.name' in attributes) return [];
  const method = attributes['http.request.method'];
  const target = kind === 'server' ? attributes['http.route'] : attributes['url.template'];
  const expected = [
    method === '_OTHER' ? 'HTTP' : attributeText(method),
    ...(target === undefined ? [] : [attributeText(target)]),
  ];
  const code = Number(attributes['http.response.status_code']);
  const mustFail = code >= (kind === 'server' ? 500 : 400);
  return [
    ...(name === expected.join(' ') ? [] : [`${kind} ${name}: the name should be ${expected.join(' ')}`]),
    ...(mustFail && status !== 'error' ? [`${kind} ${name}: ${code} without status ERROR`] : []),
    ...(status === 'ok' ? [`${kind} ${name}: status OK is for applications to set`] : []),
  ];
}
