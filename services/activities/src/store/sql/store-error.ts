/** The database cannot be opened. The message is one line for an operator and holds no secret. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** The reason inside an error: connection failures to several addresses come as an AggregateError without a message. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') {
    return [...new Set(error.errors.map(reasonOf))].join('; ');
  }
  return (error instanceof Error ? error.message : String(error)).split('\n', 1).join('');
}
