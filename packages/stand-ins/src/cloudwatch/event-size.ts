/** What an event counts for beside its message. */
const overheadBytes = 26;

/** Bytes that an event counts for in a batch: its message in UTF-8, and 26. */
export function eventByteLength(message: string): number {
  return Buffer.byteLength(message, 'utf8') + overheadBytes;
}
