import { expect, test } from 'vitest';
import { signingOf } from './aws-signing.ts';

test.for([
  ['https://xray.us-east-1.amazonaws.com/v1/traces', 'us-east-1'],
  ['https://xray.ap-southeast-2.amazonaws.com/v1/traces', 'ap-southeast-2'],
  ['https://xray.us-gov-east-1.amazonaws.com/v1/traces', 'us-gov-east-1'],
  // The signature would go to somebody else, over a readable wire, or for another service.
  ['https://xray.us-east-1.amazonaws.com.evil.example/v1/traces', undefined],
  ['https://evil.example/xray.us-east-1.amazonaws.com/v1/traces', undefined],
  ['https://xray.evil.example#.us-east-1.amazonaws.com/v1/traces', undefined],
  ['http://xray.us-east-1.amazonaws.com/v1/traces', undefined],
  ['https://xray.us-east-1.amazonaws.com/v1/logs', undefined],
  ['https://xray.us-east-1.amazonaws.com:8443/v1/traces', undefined],
  ['https://logs.us-east-1.amazonaws.com/v1/traces', undefined],
  ['https://xray.amazonaws.com/v1/traces', undefined],
  ['https://xray.x.y-1.amazonaws.com/v1/traces', undefined],
] as const)('%s is signed for %s', ([endpoint, region]) => {
  expect(signingOf(endpoint)).toEqual(region && { service: 'xray', region });
});
