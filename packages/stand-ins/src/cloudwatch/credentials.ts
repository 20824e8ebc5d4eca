/** Who calls. The signature itself is not checked: the stand-in has no secrets. */
export type Caller =
  | { readonly kind: 'sigv4'; readonly accessKeyId: string; readonly signedAtMs: number | undefined }
  | { readonly kind: 'bearer' }
  | { readonly kind: 'nobody' };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
export function toCaller(headers: Headers): Caller {
  const authorization = headers.get('authorization') ?? '';
  if (/^Bearer \S+$/.test(authorization)) return { kind: 'bearer' };
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/\d{8}\/[^/]+\/logs\/aws4_request, ?SignedHeaders=[\w;-]+, ?Signature=[0-9a-f]{64}$/.exec(
      authorization,
    );
  const accessKeyId = match?.[1];
  if (accessKeyId === undefined) return { kind: 'nobody' };
  return { kind: 'sigv4', accessKeyId, signedAtMs: toTimeMs(headers.get('x-amz-date') ?? '') };
}

/** `20261121T161356Z` */
function toTimeMs(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
