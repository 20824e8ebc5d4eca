const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const wellEncoded = /^(?:[^%]|%[0-9A-Fa-f]{2})*$/;

/** Whether each "%" begins the code of an octet, so that every reader takes the text for the same. */
export function isPercentEncoded(text: string): boolean {
  return wellEncoded.test(text);
}

/** W3C Baggage, 3.3.1.3: octets that are no UTF-8 become U+FFFD; a stray "%" stands for itself. Takes ASCII. */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  const octets = new Uint8Array(text.length);
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const high = code === 0x25 ? hexDigit(text.charCodeAt(index + 1)) : -1;
    const low = high < 0 ? -1 : hexDigit(text.charCodeAt(index + 2));
    if (low >= 0) index += 2;
    octets[length++] = low < 0 ? code : high * 16 + low;
  }
  return utf8.decode(octets.subarray(0, length));
}

export function percentEncode(text: string): string {
  // Lone surrogates have no UTF-8 form; encodeURIComponent would throw on them.
  return encodeURIComponent(text.toWellFormed());
}

/** The value of a hexadecimal digit, or -1 (also for the NaN behind the end of a text). */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
