import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { AwsError, type AwsOperation } from './aws-operation.ts';
import { createLogsOperations, type LogsState } from './logs-operations.ts';
import { createXRayOperations, createXRayState, type XRayState } from './xray-operations.ts';

export const testAccessKeyId = 'AKIDFORTESTSONLY';

/** What an operation does instead of its work. */
export type AwsFault =
  | {
      readonly type: 'error';
      readonly status: number;
      readonly code: string;
      readonly message: string;
    }
  /** As a proxy or a broken edge answers. */
  | { readonly type: 'html'; readonly status: number }
  /** Accepts the request and never answers. */
  | { readonly type: 'hang' };

export interface AwsDouble extends AsyncDisposable {
  readonly url: string;
  readonly xray: XRayState;
  readonly logs: LogsState;
  /** The operations in the order in which they came, refused ones and retries included: `xray:CreateGroup`. */
  readonly calls: string[];
  /** What the operations were sent that did not misbehave. */
  readonly inputs: { readonly action: string; readonly body: unknown }[];
  /** `action` as in IAM, such as `xray:CreateGroup`; `times` requests, then it works again. */
  readonly fail: (action: string, fault: AwsFault, times?: number) => void;
}

/** X-Ray (REST-JSON) and CloudWatch Logs (JSON 1.1) on one loopback port, strict about what they are sent. */
export async function startAwsDouble({
  pageSize = 100,
}: { readonly pageSize?: number } = {}): Promise<AwsDouble> {
  const xray = createXRayState();
  const logs: LogsState = new Map();
  const operations = { ...createXRayOperations(xray, pageSize), ...createLogsOperations(logs, pageSize) };
  const calls: string[] = [];
  const inputs: AwsDouble['inputs'] = [];
  const faults = new Map<string, { readonly fault: AwsFault; left: number }>();

  const server = createServer((request, response) => {
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isXRay = request.headers['x-amz-target'] === undefined;
    const key = isXRay ? (request.url ?? '') : String(request.headers['x-amz-target']);
    const action = toAction(key, isXRay);
    const body = await readText(request);
    calls.push(action);
    const planned = faults.get(action);
    if (planned !== undefined && planned.left > 0) {
      planned.left -= 1;
      return misbehave(planned.fault, response, isXRay);
    }
    try {
      checkRequest(request, isXRay ? 'xray' : 'logs');
      const operation = (operations as Readonly<Record<string, AwsOperation>>)[key]; // safe: read by any key
      if (operation === undefined) throw new AwsError(404, 'UnknownOperationException', key);
      const input: unknown = body === '' ? {} : JSON.parse(body);
      inputs.push({ action, body: input });
      send(response, 200, isXRay, operation(input));
    } catch (error) {
      if (error instanceof AwsError) return sendError(response, isXRay, error);
      sendError(response, isXRay, new AwsError(500, 'InternalFailure', String(error)));
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    xray,
    logs,
    calls,
    inputs,
    fail: (action, fault, times = Number.POSITIVE_INFINITY) => faults.set(action, { fault, left: times }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Two paths of X-Ray are not called like their operations. */
function toAction(key: string, isXRay: boolean): string {
  if (!isXRay) return `logs:${key.replace(/^.*\./, '')}`;
  const path = key.slice(1);
  return `xray:${path === 'Groups' || path === 'ServiceGraph' ? 'Get' : ''}${path}`;
}

function checkRequest({ method, headers }: IncomingMessage, service: string): void {
  if (method !== 'POST') throw new AwsError(405, 'MethodNotAllowed', String(method));
  const expectedType = service === 'xray' ? 'application/json' : 'application/x-amz-json-1.1';
  if (headers['content-type'] !== expectedType)
    throw new AwsError(415, 'UnsupportedMediaType', String(headers['content-type']));
  const scope =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/[a-z0-9-]+\/(\w+)\/aws4_request, SignedHeaders=[^,]+, Signature=[0-9a-f]{64}$/.exec(
      headers.authorization ?? '',
    );
  if (scope === null || headers['x-amz-date'] === undefined)
    throw new AwsError(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
  if (scope[2] !== service) throw new AwsError(403, 'InvalidSignatureException', 'Credential scope');
  if (scope[1] !== testAccessKeyId)
    throw new AwsError(
      403,
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
}

function misbehave(fault: AwsFault, response: ServerResponse, isXRay: boolean): void {
  switch (fault.type) {
    case 'error':
      return sendError(response, isXRay, new AwsError(fault.status, fault.code, fault.message));
    case 'html':
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end('<html>sorry</html>');
      return;
    case 'hang':
      return;
  }
}

/** REST-JSON names the error in a header, JSON 1.1 in the body. */
function sendError(response: ServerResponse, isXRay: boolean, { status, code, message }: AwsError): void {
  if (isXRay) response.setHeader('x-amzn-errortype', code);
  send(response, status, isXRay, isXRay ? { Message: message } : { __type: code, message });
}

function send(response: ServerResponse, status: number, isXRay: boolean, body: unknown): void {
  response
    .writeHead(status, {
      'content-type': isXRay ? 'application/json' : 'application/x-amz-json-1.1',
      'x-amzn-requestid': 'a3c1f0e2-0000-4000-8000-000000000000',
    })
    .end(JSON.stringify(body));
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // safe: no encoding was set
  return Buffer.concat(chunks).toString();
}
