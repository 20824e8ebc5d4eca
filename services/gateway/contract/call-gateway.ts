import type { Hono } from 'hono';
import { expect } from 'vitest';
import { caller, type GatewayInteraction } from './interactions/operation.ts';

/** Asks the gateway for what the interaction is about, and checks what it made of the provider's answer. */
export async function callGateway(
  { publicRequest, request, response }: GatewayInteraction,
  app: Hono,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const { body, path } = publicRequest;
  const answer = await app.request(path, {
    method: request.method,
    headers: {
      ...headers,
      'x-user-handle': caller,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  // Errors of activities itself are none of the client's business; everything else passes through.
  expect(answer.status).toBe(response.status >= 500 ? 502 : response.status);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  // The SERVER span ends with the body.
  await answer.text();
}
