import { readdir, readFile, readlink } from 'node:fs/promises';

/** A process of this machine. */
export interface PortOwner {
  readonly pid: number;
  /** Program and arguments, cut. */
  readonly command: string;
}

/** Who listens on a port, as far as Linux lets us see; undefined elsewhere, and for processes of others. */
export async function findPortOwner(
  port: number,
  protocol: 'tcp' | 'udp' = 'tcp',
): Promise<PortOwner | undefined> {
  const inodes = await findListeningInodes(port, protocol);
  if (inodes.size === 0) return undefined;
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (await hasSocket(pid, inodes)) return { pid: Number(pid), command: await readCommand(pid) };
  }
  return undefined;
}

/** State of a TCP socket that listens, and of a UDP socket that is bound. */
const listeningStates = { tcp: '0A', udp: '07' } as const;

/** Lines of `/proc/net/tcp`: number, local address, remote address, state, ..., inode. */
async function findListeningInodes(port: number, protocol: 'tcp' | 'udp'): Promise<ReadonlySet<string>> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const tables = await Promise.all(
    [protocol, `${protocol}6`].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const rows = tables.flatMap((table) => table.split('\n').map((line) => line.trim().split(/\s+/)));
  return new Set(
    rows.flatMap((columns) =>
      columns[1]?.endsWith(`:${hex}`) === true && columns[3] === listeningStates[protocol]
        ? [columns[9] ?? '']
        : [],
    ),
  );
}

async function hasSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  const links = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  return links.some((link) => inodes.has(/^socket:\[(\d+)\]$/.exec(link)?.[1] ?? ''));
}

async function readCommand(pid: string): Promise<string> {
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  // Arguments may hold a secret: the program and its script are enough.
  return text
    .split('\0')
    .filter((part) => part !== '' && !part.startsWith('-'))
    .slice(0, 2)
    .join(' ')
    .slice(0, 120);
}
