/** A parameter or a property, as one line of a table. */
export interface SchemaRow {
  readonly name: string;
  /** `path`, `query`, `header`, or empty for a property of a body. */
  readonly where: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

/** One operation of the document, flattened for reading. */
export interface Operation {
  readonly id: string;
  readonly tag: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly summary: string;
  readonly parameters: readonly SchemaRow[];
  readonly body: readonly SchemaRow[];
  readonly responses: readonly {
    readonly status: string;
    readonly type: string;
    readonly description: string;
  }[];
  /** A command that can be pasted and run. */
  readonly curl: string;
}

export interface NamedType {
  readonly name: string;
  readonly description: string;
  readonly properties: readonly SchemaRow[];
}

/** The part of JSON Schema that our contract uses. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly example?: string | number;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

interface DocumentedOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

/** The part of OpenAPI that our contract uses. */
export interface ReferenceDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  readonly paths: Readonly<Record<string, Partial<Record<'get' | 'post', DocumentedOperation>>>>;
}

export function toOperations(document: ReferenceDocument): readonly Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    (['get', 'post'] as const).flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [toOperation(document, path, method, operation)];
    }),
  );
}

function toOperation(
  document: ReferenceDocument,
  path: string,
  method: 'get' | 'post',
  operation: DocumentedOperation,
): Operation {
  const bodySchema = resolve(document, firstSchema(operation.requestBody?.content));
  return {
    id: operation.operationId,
    tag: operation.tags[0] ?? '',
    method: method === 'get' ? 'GET' : 'POST',
    path,
    summary: operation.summary,
    parameters: (operation.parameters ?? []).map(
      ({ name, in: where, required = false, description, schema }) => ({
        name,
        where,
        type: toTypeName(schema),
        required,
        description: description ?? schema.description ?? '',
      }),
    ),
    body: toRows(bodySchema),
    responses: Object.entries(operation.responses).map(([status, { description, content }]) => ({
      status,
      type: toTypeName(firstSchema(content)),
      description,
    })),
    curl: toCurl(document, path, operation, bodySchema),
  };
}

/** The named types of the document, which the operations refer to. */
export function toTypes(document: ReferenceDocument): readonly NamedType[] {
  return Object.entries(document.components.schemas).map(([name, schema]) => ({
    name,
    description: schema.description ?? '',
    properties: toRows(schema),
  }));
}

function toRows(object: Schema | undefined): readonly SchemaRow[] {
  return Object.entries(object?.properties ?? {}).map(([name, schema]) => ({
    name,
    where: '',
    type: toTypeName(schema),
    required: object?.required?.includes(name) ?? false,
    description: schema.description ?? '',
  }));
}

function firstSchema(content: Content | undefined): Schema | undefined {
  return Object.values(content ?? {})[0]?.schema;
}

function resolve(document: ReferenceDocument, schema: Schema | undefined): Schema | undefined {
  if (schema?.$ref === undefined) return schema;
  return document.components.schemas[schema.$ref.replace('#/components/schemas/', '')];
}

function toTypeName(schema: Schema | undefined): string {
  if (schema === undefined) return '';
  if (schema.$ref !== undefined) return schema.$ref.replace('#/components/schemas/', '');
  if (schema.enum !== undefined) return schema.enum.map(String).join(' | ');
  if (schema.items !== undefined) {
    const item = toTypeName(schema.items);
    return item.includes(' | ') ? `(${item})[]` : `${item}[]`;
  }
  const { format, type } = schema;
  if (typeof type !== 'object') return format ?? type ?? '';
  return type.map((name) => (name === 'string' && format !== undefined ? format : name)).join(' | ');
}

function toCurl(
  document: ReferenceDocument,
  path: string,
  operation: DocumentedOperation,
  body: Schema | undefined,
): string {
  const parameters = operation.parameters ?? [];
  const filledPath = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    String(parameters.find((parameter) => parameter.name === name)?.schema.example ?? name),
  );
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required === true)
    .map(({ name, schema }) => `${name}=${String(schema.example ?? 'cloud')}`)
    .join('&');
  const url = `${document.servers[0]?.url ?? ''}${filledPath}${query === '' ? '' : `?${query}`}`;
  if (body?.properties === undefined) return `curl -i '${url}'`;
  const example = Object.fromEntries(
    Object.entries(body.properties).map(([name, schema]) => [
      name,
      schema.example ?? schema.enum?.[0] ?? 'Cloud is fun!',
    ]),
  );
  return `curl -i '${url}' -H 'content-type: application/json' -d '${JSON.stringify(example)}'`;
}
