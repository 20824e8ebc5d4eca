const percent = 0x25;

/** Whether a percent-encoded character ends at `at`: its digits are no part of a word that begins there (`%20AKIA...`). */
export function isAfterEncoded(text: string, at: number): boolean {
  return at >= 3 && text.charCodeAt(at - 3) === percent && isHex(text, at - 2) && isHex(text, at - 1);
}

function isHex(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}
