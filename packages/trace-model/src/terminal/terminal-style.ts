/** Colours by meaning. Without colour every function gives its text back. */
export interface TerminalStyle {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly error: (text: string) => string;
  /** The colour that stands for `service` throughout the trace. */
  readonly service: (service: string, text: string) => string;
}

// Red is left out: it means an error.
const serviceColors = [36, 33, 35, 32, 34, 96, 93, 95, 92, 94];

export function createTerminalStyle(color: boolean, services: readonly string[]): TerminalStyle {
  const paint = (code: number, text: string): string => (color ? `\u{1b}[${code}m${text}\u{1b}[0m` : text);
  const colorByService = new Map(
    services.map((service, index) => [service, serviceColors[index % serviceColors.length] ?? 36]),
  );
  return {
    bold: (text) => paint(1, text),
    dim: (text) => paint(2, text),
    error: (text) => paint(31, text),
    service: (service, text) => paint(colorByService.get(service) ?? 37, text),
  };
}
