// HTTP semantic conventions, url.full and url.query: signatures and credentials that must not be recorded.
const sensitiveParameter =
  /([?&](?:X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|AWSAccessKeyId|Signature|sig|X-Goog-Signature)=)[^&#]*/g;
const userInformation = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#@]*@/i;

/** `url.full` without user information and without the values of signature parameters. */
export function redactUrl(url: string): string {
  const withoutUser = url.includes('@') ? url.replace(userInformation, '$1REDACTED:REDACTED@') : url;
  return withoutUser.includes('?') ? withoutUser.replace(sensitiveParameter, '$1REDACTED') : withoutUser;
}

/** `url.query` (given without its `?`) without the values of signature parameters. */
export function redactQuery(query: string): string {
  return `?${query}`.replace(sensitiveParameter, '$1REDACTED').slice(1);
}
