/**
 * Bytes as a person would want to see them: as the text that they are, so that redaction sees it too, else in base64.
 * Reads at most `maxBytes`.
 */
export function bytesToText(bytes: Uint8Array, maxBytes: number): string {
  const read = bytes.length > maxBytes ? bytes.subarray(0, maxBytes) : bytes;
  try {
    // As a stream: the cut may go through a character.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(read, { stream: true });
  } catch {
    return `base64:${btoa(String.fromCharCode(...read.subarray(0, maxBase64Bytes)))}`;
  }
}

/** What is no text is rarely worth more. */
const maxBase64Bytes = 384;
