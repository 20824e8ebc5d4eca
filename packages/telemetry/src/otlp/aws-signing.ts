/** What a request is signed for (AWS Signature Version 4), beside the credentials. */
export interface AwsSigning {
  readonly service: 'xray';
  readonly region: string;
}

const xrayEndpoint = /^https:\/\/xray\.([a-z]{2,}(?:-[a-z]+)+-\d+)\.amazonaws\.com\/v1\/traces$/;

/** How requests to this endpoint are signed; undefined for every endpoint but those of X-Ray. */
export function signingOf(endpoint: string): AwsSigning | undefined {
  const region = xrayEndpoint.exec(endpoint)?.[1];
  return region === undefined ? undefined : { service: 'xray', region };
}
