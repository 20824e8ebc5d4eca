import type { TransportCode } from '@cruddur/contracts';
import type { HonoRequest } from 'hono';

export type JsonBody =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly code: TransportCode };

/** Reads the JSON object that a request carries. Text that is not UTF-8 is refused instead of silently changed. */
export async function readJsonBody(request: HonoRequest): Promise<JsonBody> {
  if (!/^application\/json\s*(;|$)/i.test(request.header('content-type') ?? ''))
    return { ok: false, code: 'unsupported_media_type' };
  const bytes = await request.arrayBuffer();
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { ok: false, code: 'invalid_json' };
  }
  return isRecord(value) ? { ok: true, value } : { ok: false, code: 'invalid_body' };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
