import type { HeaderReader } from '../propagation/extract.ts';

/** `Forwarded` (RFC 7239) before the `X-Forwarded-*` family; the first element is the one nearest to the client. */
export function forwardedProto(header: HeaderReader): string | undefined {
  const proto = forwardedParameter(header, 'proto') ?? firstOf(header('x-forwarded-proto'));
  return proto !== undefined && /^[a-z][a-z0-9+.-]*$/i.test(proto) ? proto.toLowerCase() : undefined;
}

export function forwardedHost(header: HeaderReader): string | undefined {
  return forwardedParameter(header, 'host') ?? firstOf(header('x-forwarded-host'));
}

/** The client's address without port; obfuscated identifiers (`_hidden`, `unknown`) are passed over. */
export function forwardedClient(header: HeaderReader): string | undefined {
  const value = forwardedParameter(header, 'for') ?? firstOf(header('x-forwarded-for'));
  if (value === undefined || value.startsWith('_') || value === 'unknown') return undefined;
  const bracketed = /^\[([^\]]+)\]/.exec(value)?.[1];
  if (bracketed !== undefined) return bracketed;
  const [address = value, ...rest] = value.split(':');
  return rest.length === 1 ? address : value;
}

function firstOf(list: string | null | undefined): string | undefined {
  const first = list?.split(',', 1)[0]?.trim();
  return first === '' ? undefined : first;
}

function forwardedParameter(header: HeaderReader, name: string): string | undefined {
  const [first] = (header('forwarded') ?? '').split(',', 1);
  for (const pair of (first ?? '').split(';')) {
    const separator = pair.indexOf('=');
    if (separator > 0 && pair.slice(0, separator).trim().toLowerCase() === name) {
      return pair
        .slice(separator + 1)
        .trim()
        .replace(/^"(.*)"$/, '$1');
    }
  }
  return undefined;
}
