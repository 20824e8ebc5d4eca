import type { ApiError } from '../src/api/types.ts';

export type ApiAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** The server answered, with an error of its own. */
  | { readonly kind: 'refused'; readonly status: number; readonly message: string }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'aborted' };

/** Asks the console's own API. Never rejects. `T` is what `src/api/types.ts` promises for the path. */
export async function readApi<T>(path: string, signal: AbortSignal): Promise<ApiAnswer<T>> {
  try {
    const response = await fetch(path, { signal, headers: { accept: 'application/json' } });
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    // A proxy before a server that is down answers in HTML.
    if (!isJson) return { kind: 'unreachable' };
    const body: unknown = await response.json();
    // Page and server are built from the same types and shipped together.
    if (response.ok) return { kind: 'ok', value: body as T };
    return { kind: 'refused', status: response.status, message: toMessage(body, response.status) };
  } catch {
    return signal.aborted ? { kind: 'aborted' } : { kind: 'unreachable' };
  }
}

function toMessage(body: unknown, status: number): string {
  const { message } = (body ?? {}) as Partial<ApiError>; // checked in the next line
  return typeof message === 'string' ? message : `The server answered ${status}.`;
}
