import { toEndTime, type TraceNode, type TraceTree } from './trace-tree.ts';

/** A crossing from one service to another: a CLIENT (or PRODUCER) span and the SERVER (or CONSUMER) span that continued it. */
export interface TraceHop {
  readonly client: TraceNode;
  readonly server: TraceNode;
  /** Client start to server start. Negative when the two clocks disagree. */
  readonly requestGapNano: bigint;
  /** Server end to client end. Negative when the two clocks disagree, or when the server went on after answering. */
  readonly responseGapNano: bigint;
}

/** In waterfall order. */
export function findHops(tree: TraceTree): readonly TraceHop[] {
  return tree.nodes.flatMap((server) => {
    const client = server.parent;
    if (client === undefined || client.service === server.service || !isCrossing(client, server)) return [];
    return [
      {
        client,
        server,
        requestGapNano: server.span.startTimeUnixNano - client.span.startTimeUnixNano,
        responseGapNano: toEndTime(client.span) - toEndTime(server.span),
      },
    ];
  });
}

function isCrossing(client: TraceNode, server: TraceNode): boolean {
  const kinds = `${client.span.kind}>${server.span.kind}`;
  return kinds === 'client>server' || kinds === 'producer>consumer';
}
