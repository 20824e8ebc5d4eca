import { isRecord } from '../is-record.ts';
import { checkBody } from './check-body.ts';
import type { ReceivedItem, RollbarLevel } from './types.ts';

export type ItemResult =
  | { readonly ok: true; readonly item: ReceivedItem }
  | { readonly ok: false; readonly status: 400 | 422; readonly message: string };

const levels: readonly RollbarLevel[] = ['critical', 'error', 'warning', 'info', 'debug'];

/** Reads an item as strictly as its documentation has it. https://docs.rollbar.com/reference/create-item */
export function parseItem(text: string, byteLength: number, nowMs: number): ItemResult {
  const payload = parseJson(text);
  if (!isRecord(payload)) return { ok: false, status: 400, message: 'the body is not a JSON object' };
  const data = payload['data'];
  if (!isRecord(data)) return invalid('data: is required and is an object');
  const problem = checkData(data);
  if (problem !== undefined) return invalid(problem);
  const body = checkBody(data['body']);
  if (!body.ok) return invalid(`data.body${body.message}`);
  const timestamp = data['timestamp'];
  const fingerprint = optionalText(data, 'fingerprint');
  const context = optionalText(data, 'context');
  const custom = data['custom'];
  return {
    ok: true,
    item: {
      id: crypto.randomUUID().replaceAll('-', ''),
      uuid: optionalText(data, 'uuid') ?? crypto.randomUUID().replaceAll('-', ''),
      receivedAtMs: nowMs,
      timestampMs: typeof timestamp === 'number' ? timestamp * 1000 : nowMs,
      environment: optionalText(data, 'environment') ?? '',
      level: levels.find((level) => level === data['level']) ?? 'error',
      kind: body.kind,
      title: optionalText(data, 'title') ?? body.title,
      ...(fingerprint === undefined ? {} : { fingerprint }),
      ...(context === undefined ? {} : { context }),
      custom: isRecord(custom) ? custom : {},
      data,
      byteLength,
    },
  };
}

function invalid(message: string): ItemResult {
  return { ok: false, status: 422, message };
}

/** The longest that each text may be, in characters. */
const texts: Readonly<Record<string, number>> = {
  environment: 255,
  title: 255,
  uuid: 36,
  code_version: Infinity,
  platform: Infinity,
  language: Infinity,
  framework: Infinity,
  context: Infinity,
  // One of more than 40 is hashed.
  fingerprint: Infinity,
};
const objects: readonly string[] = ['request', 'person', 'server', 'client', 'custom', 'notifier'];

function checkData(data: Readonly<Record<string, unknown>>): string | undefined {
  if (data['environment'] === undefined || data['environment'] === '') return 'data.environment: is required';
  for (const [member, maxLength] of Object.entries(texts)) {
    const value = data[member] ?? undefined;
    if (value === undefined) continue;
    if (typeof value !== 'string') return `data.${member}: is not a string`;
    if (value.length > maxLength) return `data.${member}: is longer than ${maxLength} characters`;
  }
  for (const member of objects) {
    const value = data[member] ?? undefined;
    if (value !== undefined && !isRecord(value)) return `data.${member}: is not an object`;
  }
  const { level, timestamp } = data;
  if (level !== undefined && !levels.some((known) => known === level)) {
    return `data.level: is not one of ${levels.join(', ')}`;
  }
  if (timestamp !== undefined && (typeof timestamp !== 'number' || !isTimeInSeconds(timestamp))) {
    return 'data.timestamp: is not a time in seconds';
  }
  return (
    checkTexts('server', data['server'], ['host', 'root', 'branch', 'code_version', 'sha']) ??
    checkTexts('request', data['request'], ['url', 'method', 'query_string', 'user_ip']) ??
    checkPerson(data['person']) ??
    checkAttributes(data['attributes'])
  );
}

function checkTexts(member: string, value: unknown, names: readonly string[]): string | undefined {
  if (!isRecord(value)) return undefined;
  const wrong = names.find((name) => !['string', 'undefined'].includes(typeof (value[name] ?? undefined)));
  return wrong === undefined ? undefined : `data.${member}.${wrong}: is not a string`;
}

/** Milliseconds are a common mistake, and no date in seconds is near them. */
function isTimeInSeconds(value: number): boolean {
  return Number.isFinite(value) && value >= 0 && value < 100_000_000_000;
}

function checkPerson(person: unknown): string | undefined {
  if (!isRecord(person)) return undefined;
  const limits: Readonly<Record<string, number>> = { id: 40, username: 255, email: 255 };
  if (person['id'] === undefined || person['id'] === null) return 'data.person.id: is required';
  for (const [member, maxLength] of Object.entries(limits)) {
    const value = person[member] ?? undefined;
    if (value === undefined || (member === 'id' && typeof value === 'number')) continue;
    if (typeof value !== 'string') return `data.person.${member}: is not a string`;
    if (value.length > maxLength) return `data.person.${member}: is longer than ${maxLength} characters`;
  }
  return undefined;
}

function checkAttributes(attributes: unknown): string | undefined {
  if (attributes === undefined) return undefined;
  const isList =
    Array.isArray(attributes) &&
    attributes.every((entry) => isRecord(entry) && typeof entry['key'] === 'string');
  return isList ? undefined : 'data.attributes: is not a list of {key, value}';
}

function optionalText(data: Readonly<Record<string, unknown>>, member: string): string | undefined {
  const value = data[member];
  return typeof value === 'string' ? value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
