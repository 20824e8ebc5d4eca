import { accepted, count, flag, freeText, objectOf, text, wholeNumber, type Check } from './check-value.ts';

const clientIp: Check = accepted('an IP address', (value) => typeof value === 'string' && isIpAddress(value));

const request = {
  method: text(250),
  // Longer than the general limit of 250 in practice, and X-Ray's own SDKs do not cut them.
  url: freeText,
  user_agent: freeText,
  client_ip: clientIp,
};
const response = objectOf({ status: wholeNumber(100, 999), content_length: count });

export const segmentHttp: Check = objectOf({
  request: objectOf({ ...request, x_forwarded_for: flag }),
  response,
});
export const subsegmentHttp: Check = objectOf({ request: objectOf({ ...request, traced: flag }), response });

function isIpAddress(value: string): boolean {
  if (/^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(value)) return true;
  return /^[0-9a-f:.]+$/i.test(value) && URL.canParse(`http://[${value}]/`);
}
