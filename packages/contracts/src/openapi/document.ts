import { OpenAPIHono } from '@hono/zod-openapi';
import { limits } from '../limits.ts';
import { routes } from '../routes/routes.ts';

/** An OpenAPI 3.1 document. */
export type OpenApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>;

const description = `The HTTP API of Cruddur.

Success is always 200. Bad input is 422 with a bare JSON array of **all** codes that apply; every other error is
\`{ code, message, traceId }\`. Text is measured in Unicode code points (an emoji counts 1): a post has at most
${limits.activityMessageCodePoints}, a reply or direct message ${limits.replyMessageCodePoints}. A body has at most
${limits.bodyBytes} bytes. An answer has at most ${limits.resultRows} rows.`;

/** The contract of all endpoints as one document; the committed `openapi.json` is exactly this. */
export function createOpenApiDocument(): OpenApiDocument {
  const app = new OpenAPIHono();
  for (const route of routes) app.openAPIRegistry.registerPath(route);
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Cruddur',
      version: '1.0.0',
      description,
      license: { name: 'MIT' },
    },
    servers: [{ url: 'http://127.0.0.1:4567', description: 'The gateway on this machine' }],
    tags: [{ name: 'activities' }, { name: 'messages' }, { name: 'errors' }, { name: 'faults' }],
  });
}
