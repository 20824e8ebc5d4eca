/** Whether a host name as `URL.hostname` gives it means this machine, whatever DNS says. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}

/** An IP address as it stands in a URL. */
export function toUrlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** The address to open for a server that listens on `host`: all addresses of the machine include the loopback one. */
export function toServerUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : toUrlHost(host);
  return `http://${reachable}:${port}`;
}
