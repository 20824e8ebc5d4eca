import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { parseOtlpTraceProtobuf } from '@cruddur/trace-model';

/** What becomes of a request, by its number from 1 on. `hang`: it is never answered. */
export type Fault = 'take' | 'refuse' | 'fail' | 'hang';

export interface FaultyReceiver extends AsyncDisposable {
  readonly url: string;
  /** Ids of the spans that were taken. */
  readonly spanIds: ReadonlySet<string>;
  readonly requests: () => number;
  setFault: (fault: (number: number) => Fault, delayMs?: number) => void;
}

const statusOf = { take: 200, refuse: 400, fail: 503 } as const;

export async function startFaultyReceiver(): Promise<FaultyReceiver> {
  const spanIds = new Set<string>();
  let requests = 0;
  let faultOf: (number: number) => Fault = takeAll;
  let delayMs = 0;

  const answer = (body: Buffer, response: ServerResponse): void => {
    requests += 1;
    const fault = faultOf(requests);
    if (fault === 'hang') return;
    setTimeout(() => {
      const parsed = parseOtlpTraceProtobuf(body);
      if (fault === 'take' && parsed.ok) for (const { spanId } of parsed.spans) spanIds.add(spanId);
      response.writeHead(statusOf[fault], { 'content-type': 'application/x-protobuf' }).end();
    }, delayMs);
  };
  const server = createServer((request, response) => {
    void buffer(request).then((body) => answer(body, response));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // safe: a TCP server that listens has an AddressInfo
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spanIds,
    requests: () => requests,
    setFault: (fault, answerAfterMs = 0) => {
      faultOf = fault;
      delayMs = answerAfterMs;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function takeAll(): Fault {
  return 'take';
}
