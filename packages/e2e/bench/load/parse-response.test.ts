import { describe, expect, it } from 'vitest';
import { parseResponse } from './parse-response.ts';

const withLength = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n[42]';
const chunked = 'HTTP/1.1 502 Bad Gateway\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n[42]\r\n0\r\n\r\n';

describe('parseResponse', () => {
  it.each([withLength, chunked])('needs every byte of %j', (text) => {
    const whole = Buffer.from(text);
    for (let length = 0; length < whole.length; length += 1)
      expect(parseResponse(whole.subarray(0, length)), `${length} bytes`).toBeUndefined();
    expect(parseResponse(whole)?.length).toBe(whole.length);
  });

  it('reads the status, with upper and lower case headers', () => {
    expect(parseResponse(Buffer.from(chunked))?.status).toBe(502);
    expect(parseResponse(Buffer.from(withLength.toLowerCase()))?.status).toBe(200);
  });

  it('says so when it cannot tell where a response ends', () => {
    expect(() => parseResponse(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'))).toThrow(/where this response ends/);
  });
});
