import document from '@cruddur/contracts/openapi.json' with { type: 'json' };
import { Hono } from 'hono';
import { renderReferencePage } from '../reference/reference-page.ts';
import { referenceStyle } from '../reference/reference-style.ts';

/** The contract for machines (`/openapi.json`) and for people (`/docs`). */
export function createReferenceRoutes(): Hono {
  const documentText = `${JSON.stringify(document, null, 2)}\n`;
  const page = renderReferencePage(document);

  return new Hono()
    .get('/openapi.json', (c) => c.body(documentText, 200, { 'content-type': 'application/json' }))
    .get('/docs', async (c) => c.html(await page))
    .get('/docs/style.css', (c) =>
      c.body(referenceStyle, 200, { 'content-type': 'text/css; charset=utf-8' }),
    );
}
