import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { errorCatalogue } from '../error-codes.ts';
import { traceRequestHeaders, traceResponseHeaders } from '../headers.ts';
import { endpoints } from '../routes/endpoints.ts';
import { createOpenApiDocument } from './document.ts';

const generated = createOpenApiDocument();

const operationShape = z.object({
  operationId: z.string(),
  'x-served-by': z.string(),
  parameters: z.array(z.object({ in: z.string(), name: z.string(), required: z.boolean() })),
  responses: z.record(z.string(), z.object({ headers: z.record(z.string(), z.unknown()) })),
});
const messageShape = z.object({ properties: z.object({ message: z.object({ maxLength: z.number() }) }) });
const document = z
  .object({
    paths: z.record(z.string(), z.record(z.string(), operationShape)),
    components: z.object({
      schemas: z.object({ NewActivity: messageShape, NewReply: messageShape, NewMessage: messageShape }),
    }),
  })
  .parse(generated);

const operations = Object.entries(document.paths).flatMap(([path, byMethod]) =>
  Object.entries(byMethod).map(([method, operation]) => ({ path, method, operation })),
);

test('the committed openapi.json is the generated one; if not, run `npm run openapi -w @cruddur/contracts`', () => {
  const committed = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8');
  expect(committed).toBe(`${JSON.stringify(generated, null, 2)}\n`);
});

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  expect(await validator.validate({ ...generated })).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

test('every endpoint is described, under its own path and method', () => {
  const described = operations.map(({ path, method, operation }) => [
    operation.operationId,
    { method: method.toUpperCase(), path, servedBy: operation['x-served-by'] },
  ]);
  const expected = Object.entries(endpoints).map(([operationId, { method, path, servedBy }]) => [
    operationId,
    { method, path, servedBy },
  ]);
  expect(Object.fromEntries(described)).toEqual(Object.fromEntries(expected));
});

test.each(operations)(
  '$operation.operationId takes the trace headers and answers with them',
  ({ operation: { parameters, responses } }) => {
    const headers = parameters.filter((parameter) => parameter.in === 'header');
    expect(headers.map(({ name }) => name)).toEqual(['x-user-handle', ...traceRequestHeaders]);
    expect(headers.some(({ required }) => required)).toBe(false);
    for (const response of Object.values(responses)) {
      expect(Object.keys(response.headers)).toEqual(traceResponseHeaders);
    }
  },
);

test('limits and validation codes are published', () => {
  expect(document.components.schemas.NewActivity.properties.message.maxLength).toBe(280);
  expect(document.components.schemas.NewReply.properties.message.maxLength).toBe(1024);
  expect(document.components.schemas.NewMessage.properties.message.maxLength).toBe(1024);
  const text = JSON.stringify(generated);
  const validationCodes = Object.entries(errorCatalogue).filter(([, { status }]) => status === 422);
  for (const [code] of validationCodes) expect(text).toContain(`"${code}"`);
});
