/** A size in binary units: `512 B`, `1.2 MiB`. */
export function formatBytes(byteCount: number): string {
  if (byteCount < 1024) return `${byteCount} B`;
  if (byteCount < 1024 ** 2) return `${(byteCount / 1024).toFixed(1)} KiB`;
  if (byteCount < 1024 ** 3) return `${(byteCount / 1024 ** 2).toFixed(1)} MiB`;
  return `${(byteCount / 1024 ** 3).toFixed(1)} GiB`;
}
