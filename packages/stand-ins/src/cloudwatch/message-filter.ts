import { isRecord } from '../is-record.ts';
import { invalidParameter } from './service-error.ts';

/**
 * The part of CloudWatch's filter patterns that finds lines again: all terms (`a "b c"`), any term (`?a ?b`), no term
 * (`-a`), and one member of JSON (`{ $.traceId = "..." }`). Throws a `ServiceError` for the others.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function createMessageFilter(pattern: string): (message: string) => boolean {
  const trimmed = pattern.trim();
  if (trimmed === '') return () => true;
  if (trimmed.startsWith('{')) return createMemberFilter(trimmed);
  const terms = [...trimmed.matchAll(/([?-]?)(?:"([^"]*)"|(\S+))/g)].map(([, sign = '', quoted, plain]) => ({
    sign,
    text: quoted ?? plain ?? '',
  }));
  const withSign = (wanted: string): readonly string[] =>
    terms.filter(({ sign }) => sign === wanted).map(({ text }) => text);
  const [all, any, none] = [withSign(''), withSign('?'), withSign('-')];
  return (message) =>
    all.every((text) => message.includes(text)) &&
    (any.length === 0 || any.some((text) => message.includes(text))) &&
    !none.some((text) => message.includes(text));
}

function createMemberFilter(pattern: string): (message: string) => boolean {
  const match = /^\{\s*\$\.([\w.]+)\s*(!?=)\s*(?:"([^"]*)"|([\w.-]+))\s*\}$/.exec(pattern);
  if (match === null) throw invalidParameter(`the stand-in does not know the filter pattern ${pattern}`);
  const [, path = '', operator, quoted, plain] = match;
  const expected = quoted ?? plain ?? '';
  return (message) => {
    const value = memberOf(message, path);
    if (value === undefined) return false;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return (text === expected) === (operator === '=');
  };
}

function memberOf(message: string, path: string): unknown {
  try {
    let value: unknown = JSON.parse(message);
    for (const name of path.split('.')) value = isRecord(value) ? value[name] : undefined;
    return value;
  } catch {
    return undefined;
  }
}
