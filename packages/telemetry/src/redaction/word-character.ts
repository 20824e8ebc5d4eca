/** Whether a UTF-16 code unit is an ASCII letter or digit, or `_`. */
export function isWordCharacter(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f
  );
}

/** Whether a percent-encoded character ends at `at`: its digits are no part of a word that begins there (`%20AKIA...`). */
export function isAfterEncoded(text: string, at: number): boolean {
  return text.charAt(at - 3) === '%';
}
