/** An absolute URL in its parts as they are written, nothing decoded or normalized. */
export interface UrlParts {
  readonly scheme: string;
  /** Host and port. */
  readonly authority: string;
  /** An IPv6 address without its brackets. */
  readonly host: string;
  /** As it is written, else the scheme's own; undefined for schemes whose port is not known here. */
  readonly port: number | undefined;
  readonly path: string;
  /** Without the `?`; empty where there is none. */
  readonly query: string;
  /** Path and query, as they are in the request line of HTTP. */
  readonly target: string;
}

let latestUrl = '';
let latestParts: UrlParts | undefined;

/** Undefined for what is no absolute URL. Asked for the same URL again, as for each attribute of a span, it is free. */
export function toUrlParts(url: string): UrlParts | undefined {
  if (url !== latestUrl) {
    latestParts = splitUrl(url);
    latestUrl = url;
  }
  return latestParts;
}

/** Not by `URL`, which takes longer and tells what it made of the text instead of what was written. */
function splitUrl(url: string): UrlParts | undefined {
  const schemeEnd = url.indexOf('://');
  if (schemeEnd < 0) return undefined;
  const fragment = url.indexOf('#', schemeEnd);
  const end = fragment < 0 ? url.length : fragment;
  const authorityStart = schemeEnd + '://'.length;
  const mark = url.indexOf('?', authorityStart);
  const pathEnd = mark < 0 || mark > end ? end : mark;
  const slash = url.indexOf('/', authorityStart);
  const pathStart = slash < 0 || slash > pathEnd ? pathEnd : slash;
  const withUser = url.slice(authorityStart, pathStart);
  const authority = withUser.slice(withUser.lastIndexOf('@') + 1);
  const bracket = authority.startsWith('[') ? authority.indexOf(']') : -1;
  const colon = authority.indexOf(':', bracket + 1);
  const hostEnd = colon < 0 ? authority.length : colon;
  const scheme = url.slice(0, schemeEnd);
  return {
    scheme,
    authority,
    host: bracket < 0 ? authority.slice(0, hostEnd) : authority.slice(1, bracket),
    port: colon < 0 ? defaultPort(scheme) : Number(authority.slice(colon + 1)),
    path: url.slice(pathStart, pathEnd),
    query: url.slice(pathEnd + 1, end),
    target: url.slice(pathStart, end),
  };
}

function defaultPort(scheme: string): number | undefined {
  if (scheme === 'http') return 80;
  return scheme === 'https' ? 443 : undefined;
}
