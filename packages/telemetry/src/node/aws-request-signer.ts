import type { HttpRequest } from '@smithy/types';
import type { AwsSigning } from '../otlp/aws-signing.ts';
import type { RequestToSign, SignRequest } from '../otlp/signed-transport.ts';

/**
 * AWS Signature Version 4 with the credentials that every AWS tool on Node finds (environment, shared files, SSO,
 * container, instance), renewed before they expire. The packages of AWS are loaded with the first request.
 */
export function createAwsRequestSigner(signing: AwsSigning): SignRequest {
  let signer: Promise<SignRequest> | undefined;
  return async (request) => {
    signer ??= loadSigner(signing);
    const sign = await signer;
    return await sign(request);
  };
}

async function loadSigner({ service, region }: AwsSigning): Promise<SignRequest> {
  const [{ SignatureV4 }, { Sha256 }, { defaultProvider }] = await Promise.all([
    import('@smithy/signature-v4'),
    import('@smithy/core/checksum'),
    import('@aws-sdk/credential-provider-node'),
  ]);
  const signature = new SignatureV4({ service, region, sha256: Sha256, credentials: defaultProvider() });
  return async (request) => (await signature.sign(toHttpRequest(request))).headers;
}

function toHttpRequest({ method, url, headers, body }: RequestToSign): HttpRequest {
  const { protocol, hostname, host, port, pathname } = new URL(url);
  return {
    method,
    protocol,
    hostname,
    ...(port === '' ? undefined : { port: Number(port) }),
    path: pathname,
    headers: { ...headers, host },
    body,
  };
}
