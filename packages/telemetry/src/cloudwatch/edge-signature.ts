import type { Redacted } from '../config/redacted.ts';

/** Long-lived or temporary keys of AWS. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: Redacted;
  readonly sessionToken?: Redacted | undefined;
}

/** A POST to sign: every header that it has is signed, and the host. */
export interface UnsignedPost {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface SignatureScope {
  readonly service: string;
  readonly region: string;
  /** By the clock of the service. */
  readonly timeMs: number;
}

const algorithm = 'AWS4-HMAC-SHA256';
const encoder = new TextEncoder();

/**
 * The headers of the request with AWS Signature Version 4 ("Create a signed AWS API request"), by WebCrypto: for runtimes
 * where the SDK would weigh more than all else together. Requests have no query.
 */
export async function signPost(
  { url, headers, body }: UnsignedPost,
  { accessKeyId, secretAccessKey, sessionToken }: AwsCredentials,
  { service, region, timeMs }: SignatureScope,
): Promise<Record<string, string>> {
  const dateTime = new Date(timeMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const date = dateTime.slice(0, 8);
  const bodyHash = toHex(await crypto.subtle.digest('SHA-256', body));
  const sent: Record<string, string> = {
    ...headers,
    'x-amz-date': dateTime,
    'x-amz-content-sha256': bodyHash,
    ...(sessionToken === undefined ? undefined : { 'x-amz-security-token': sessionToken.reveal() }),
  };
  const signed = Object.entries({ ...sent, host: url.host }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const names = signed.map(([name]) => name).join(';');
  const canonicalHeaders = signed.map(([name, value]) => `${name}:${value.trim().replace(/\s+/g, ' ')}\n`);
  const canonical = ['POST', toCanonicalPath(url), '', canonicalHeaders.join(''), names, bodyHash].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const canonicalHash = toHex(await crypto.subtle.digest('SHA-256', encoder.encode(canonical)));
  let key: ArrayBuffer | Uint8Array<ArrayBuffer> = encoder.encode(`AWS4${secretAccessKey.reveal()}`);
  for (const part of [date, region, service, 'aws4_request']) key = await hmac(key, part);
  const signature = toHex(await hmac(key, [algorithm, dateTime, scope, canonicalHash].join('\n')));
  return {
    ...sent,
    authorization: `${algorithm} Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

/** Encoded twice, as every service but S3 wants it: the URL has it once. */
function toCanonicalPath({ pathname }: URL): string {
  return pathname
    .split('/')
    .map((segment) =>
      encodeURIComponent(segment).replace(
        /[!'()*]/g,
        (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join('/');
}

async function hmac(key: ArrayBuffer | Uint8Array<ArrayBuffer>, text: string): Promise<ArrayBuffer> {
  const hash = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', key, hash, false, ['sign']);
  return await crypto.subtle.sign('HMAC', imported, encoder.encode(text));
}

function toHex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
