import { serveFetch, type FetchServer, type FetchServerOptions } from '../http/serve-fetch.ts';

/** What a key is for. https://docs.honeycomb.io/api/auth/list-authorizations */
export interface HoneycombKey {
  /** As in the address of the team's pages. */
  readonly team: string;
  /** '' of a Classic key. */
  readonly environment: string;
  /** @default true */
  readonly canSendEvents?: boolean;
  /** @default true */
  readonly canCreateDatasets?: boolean;
}

export interface HoneycombOptions extends FetchServerOptions {
  /** By the key itself; every other one is unknown. */
  readonly keys: Readonly<Record<string, HoneycombKey>>;
}

/** A running stand-in; its `url` is for `HONEYCOMB_ENDPOINT`. Dispose it to free its port. */
export interface RunningHoneycomb extends FetchServer {
  /** Method and path of each call, oldest first. */
  readonly calls: readonly string[];
}

/** Stands in for the part of Honeycomb's API that tells of a key (`GET /1/auth`). Throws a `PortError`. */
export async function startHoneycomb(options: HoneycombOptions): Promise<RunningHoneycomb> {
  const calls: string[] = [];
  const keys = new Map(Object.entries(options.keys));
  const server = await serveFetch(async (request) => {
    const { pathname } = new URL(request.url);
    calls.push(`${request.method} ${pathname}`);
    await request.body?.cancel();
    if (request.method !== 'GET' || pathname !== '/1/auth')
      return Response.json({ error: 'not found' }, { status: 404 });
    const name = request.headers.get('x-honeycomb-team') ?? '';
    const key = keys.get(name);
    return key === undefined
      ? Response.json({ error: 'unknown API key - check your credentials' }, { status: 401 })
      : Response.json(toAuthorizations(key));
  }, options);
  return { ...server, calls };
}

function toAuthorizations(key: HoneycombKey): object {
  const { team, environment, canSendEvents = true, canCreateDatasets = true } = key;
  return {
    id: 'hcaik_01hqk4k20cjeh63wca8vva5stw',
    type: 'ingest',
    api_key_access: {
      events: canSendEvents,
      markers: false,
      triggers: false,
      boards: false,
      queries: false,
      columns: false,
      createDatasets: canCreateDatasets,
      slos: false,
      recipients: false,
      privateBoards: false,
    },
    environment: { name: environment, slug: environment },
    team: { name: team, slug: team },
  };
}
