/** A port that could not be had, in words for a person. */
export class PortError extends Error {
  readonly transport: 'TCP' | 'UDP';
  readonly host: string;
  readonly port: number;
  /** Somebody else has it; another port may do. */
  readonly isTaken: boolean;

  constructor(transport: 'TCP' | 'UDP', host: string, port: number, cause: NodeJS.ErrnoException) {
    super(`${transport} port ${port} on ${host} ${explain(cause)}`, { cause });
    this.name = 'PortError';
    this.transport = transport;
    this.host = host;
    this.port = port;
    this.isTaken = cause.code === 'EADDRINUSE';
  }
}

function explain(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return 'is taken by another process';
    case 'EACCES':
      return 'needs privileges that this process lacks';
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return 'cannot be had: this machine has no such address';
    default:
      return `cannot be had: ${error.message}`;
  }
}
