import { isDeepStrictEqual } from 'node:util';
import { endpoints, routes } from '@cruddur/contracts';
import type { PactInteraction, RecordedExchange } from '@cruddur/trace-contract/pact';
import { z } from 'zod';

/**
 * Parses an answer by the contract's own schema of its route and status, so that openapi.json tells the truth. A field
 * that the schema does not know is drift too.
 */
export function checkAnswer(
  { method, path }: PactInteraction,
  { body, status }: RecordedExchange,
): string | undefined {
  const operationId = findOperation(method, path);
  if (operationId === undefined) return `no endpoint of the contract is ${method} ${path}`;
  const schema = findSchema(operationId, status);
  if (schema === undefined) return `the contract declares no answer ${status} of ${operationId}`;
  const answer: unknown = JSON.parse(body);
  const parsed = schema.safeParse(answer);
  if (!parsed.success)
    return `the answer is not what the contract declares: ${z.prettifyError(parsed.error)}`;
  return isDeepStrictEqual(parsed.data, answer)
    ? undefined
    : 'the answer has fields that the contract does not declare';
}

/** In the order of the table, in which fixed segments win over parameters. */
function findOperation(method: string, path: string): string | undefined {
  return Object.entries(endpoints).find(
    ([, endpoint]) =>
      endpoint.method === method &&
      new RegExp(`^${endpoint.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  )?.[0];
}

function findSchema(operationId: string, status: number): z.ZodType | undefined {
  const route = routes.find((candidate) => candidate.operationId === operationId);
  const response = route?.responses[String(status)];
  const content =
    response !== undefined && 'content' in response ? response.content?.['application/json'] : undefined;
  return content !== undefined && 'schema' in content && content.schema instanceof z.ZodType
    ? content.schema
    : undefined;
}
