import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Probe } from '../probe.ts';
import type { AwsCredentials } from './credentials.ts';

export interface AwsCall {
  readonly service: 'sts' | 'logs' | 'xray';
  readonly region: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type AwsAnswer =
  | { readonly type: 'answer'; readonly body: string }
  | AwsRefusal
  | { readonly type: 'unreachable'; readonly error: unknown };

/** What an AWS service, or the X-Ray daemon in its place, says instead of a result. */
export interface AwsRefusal {
  readonly type: 'refusal';
  readonly status: number;
  /** Such as `AccessDeniedException`; '' where none is named. */
  readonly code: string;
  readonly message: string;
}

/** One signed call (AWS Signature Version 4), tried once. Never rejects. */
export async function callAws(call: AwsCall, credentials: AwsCredentials, probe: Probe): Promise<AwsAnswer> {
  const { service, region, url, body } = call;
  const { protocol, hostname, host, port, pathname } = new URL(url);
  try {
    const signer = new SignatureV4({ service, region, sha256: Sha256, credentials });
    const { headers } = await signer.sign({
      method: 'POST',
      protocol,
      hostname,
      ...(port === '' ? {} : { port: Number(port) }),
      path: pathname,
      query: {},
      headers: { ...call.headers, host },
      body,
    });
    return await toAnswer(await probe.send(url, { method: 'POST', headers, body }));
  } catch (error) {
    return { type: 'unreachable', error };
  }
}

/** Reads an answer of any of AWS's protocols: XML, JSON 1.1 and REST-JSON. */
export async function toAnswer(response: Response): Promise<AwsAnswer> {
  const body = await response.text();
  if (response.status === 200) return { type: 'answer', body };
  const code = response.headers.get('x-amzn-errortype') ?? fieldOf(body, ['__type', 'code', 'Code']) ?? '';
  return {
    type: 'refusal',
    status: response.status,
    code: code.replace(/^.*#|:.*$/g, '').slice(0, 80),
    message: (fieldOf(body, ['message', 'Message']) ?? '').slice(0, 300),
  };
}

function fieldOf(body: string, names: readonly string[]): string | undefined {
  for (const name of names) {
    const xml = new RegExp(`<${name}>([^<]{1,1000})</${name}>`).exec(body)?.[1];
    if (xml !== undefined) return xml;
  }
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null) return undefined;
    for (const name of names) {
      const field: unknown = Reflect.get(value, name);
      if (typeof field === 'string') return field;
    }
  } catch {
    // A proxy in the way answers with a page.
  }
  return undefined;
}
