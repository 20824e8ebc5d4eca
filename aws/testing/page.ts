import { AwsError } from './aws-operation.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

/** Cuts a list into pages whose tokens are opaque to the caller and refused when made up. */
export function pageOf<T>(
  all: readonly T[],
  token: string | undefined,
  pageSize: number,
  refusal: string,
): Page<T> {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString().slice(5));
  if (!Number.isInteger(start) || (token !== undefined && token !== toToken(start)))
    throw new AwsError(400, refusal, 'The token is invalid');
  const end = start + pageSize;
  return { items: all.slice(start, end), nextToken: end < all.length ? toToken(end) : undefined };
}

function toToken(index: number): string {
  return Buffer.from(`page-${index}`).toString('base64url');
}
