import { docker } from './docker-command.ts';

export type Engine =
  | { readonly ok: true; readonly version: string }
  | { readonly ok: false; readonly reason: string };

/** The Docker engine that `docker` reaches, if it answers and has compose v2. */
export async function findEngine(): Promise<Engine> {
  let engine: string;
  try {
    engine = (await docker(['version', '--format', '{{.Server.Version}}'], { timeoutMs: 10_000 })).stdout;
  } catch (error) {
    return { ok: false, reason: `no Docker engine answers (${firstLine(error)})` };
  }
  try {
    const { stdout } = await docker(['compose', 'version', '--short'], { timeoutMs: 10_000 });
    const compose = stdout.trim();
    if (Number.parseInt(compose.replace(/^v/, ''), 10) < 2)
      return { ok: false, reason: `docker compose is ${compose}, and not 2 or newer` };
    return { ok: true, version: `Docker ${engine.trim()}, compose ${compose}` };
  } catch (error) {
    return { ok: false, reason: `docker has no compose v2 (${firstLine(error)})` };
  }
}

function firstLine(error: unknown): string {
  const stderr: unknown = typeof error === 'object' && error !== null && Reflect.get(error, 'stderr');
  const text = typeof stderr === 'string' && stderr.trim() !== '' ? stderr : String(error);
  return text.trim().split('\n', 1)[0] ?? '';
}
