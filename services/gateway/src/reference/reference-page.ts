import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import {
  toOperations,
  toTypes,
  type NamedType,
  type Operation,
  type ReferenceDocument,
  type SchemaRow,
} from './operations.ts';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/**
 * The API reference as one page of plain HTML: no script, nothing from another host, so it works offline and under
 * the strictest content security policy. (The usual reference pages weigh hundreds of megabytes when self-hosted,
 * phone home, or load from a CDN.) Everything comes from the OpenAPI document.
 */
export async function renderReferencePage(document: ReferenceDocument): Promise<string> {
  const operations = toOperations(document);
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${document.info.title} API</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/docs/style.css" />
      </head>
      <body>
        <nav>
          <strong>${document.info.title} API</strong>
          ${tags.map(
            (tag) =>
              html`<h2>${tag}</h2>
                <ul>
                  ${operations.filter((operation) => operation.tag === tag).map(renderNavigationItem)}
                </ul>`,
          )}
        </nav>
        <main>
          <h1>${document.info.title} <small>${document.info.version}</small></h1>
          ${document.info.description.split('\n\n').map((paragraph) => html`<p>${renderText(paragraph)}</p>`)}
          <p><a href="/openapi.json">OpenAPI document</a></p>
          ${operations.map(renderOperation)}
          <h2>Types</h2>
          ${toTypes(document).map(renderType)}
        </main>
      </body>
    </html>`;
  return page.toString();
}

function renderNavigationItem({ id, method, path }: Operation): Html {
  return html`<li>
    <a href="#${id}"><b class="${method}">${method}</b> ${path.replace('/api/', '')}</a>
  </li>`;
}

function renderOperation(operation: Operation): Html {
  const { id, method, path, summary, parameters, body, responses, curl } = operation;
  return html`<section id="${id}">
    <h3><b class="${method}">${method}</b> <code>${path}</code></h3>
    <p>${summary}</p>
    <pre><code>${curl}</code></pre>
    ${renderTable('Parameters', parameters)} ${renderTable('Body (application/json)', body)}
    <h4>Answers</h4>
    <dl>
      ${responses.map(
        ({ status, type, description }) =>
          html`<dt class="${status.startsWith('2') ? 'success' : 'error'}">${status} <code>${type}</code></dt>
            ${description.split('\n\n').map((line) => html`<dd>${renderText(line)}</dd>`)}`,
      )}
    </dl>
  </section>`;
}

function renderType({ name, description, properties }: NamedType): Html {
  return html`<section id="${name}">
    <h3><code>${name}</code></h3>
    <p>${renderText(description)}</p>
    ${renderTable('Properties', properties)}
  </section>`;
}

function renderTable(title: string, rows: readonly SchemaRow[]): Html {
  if (rows.length === 0) return html``;
  return html`<h4>${title}</h4>
    <table>
      ${rows.map(
        ({ name, where, type, required, description }) =>
          html`<tr>
            <th scope="row"><code>${name}</code></th>
            <td>${where}</td>
            <td><code>${type}</code></td>
            <td>${required ? 'required' : 'optional'}</td>
            <td>${renderText(description)}</td>
          </tr>`,
      )}
    </table>`;
}

/** The two bits of Markdown that the document uses: `code` and **strong**. */
function renderText(text: string): Html[] {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith('`')) return html`<code>${part.slice(1, -1)}</code>`;
    if (part.startsWith('**')) return html`<strong>${part.slice(2, -2)}</strong>`;
    return html`${part}`;
  });
}
