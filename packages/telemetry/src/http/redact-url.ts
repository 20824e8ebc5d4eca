// HTTP semantic conventions, url.full and url.query, name the signatures; the plain names of credentials are ours.
const sensitiveParameter =
  /([?&](?:X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|AWSAccessKeyId|X-Goog-Signature|signature|sig|(?:access_|refresh_|id_)?token|api[_-]?key|(?:client_)?secret|password)=)[^&#]*/gi;
const userInformation = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#@]*@/i;

/** `url.full` without user information and without the values of signature and credential parameters. */
export function redactUrl(url: string): string {
  const withoutUser = url.includes('@') ? url.replace(userInformation, '$1REDACTED:REDACTED@') : url;
  return withoutUser.includes('?') ? withoutUser.replace(sensitiveParameter, '$1REDACTED') : withoutUser;
}

/** `url.query` (given without its `?`) without the values of signature and credential parameters. */
export function redactQuery(query: string): string {
  return `?${query}`.replace(sensitiveParameter, '$1REDACTED').slice(1);
}
