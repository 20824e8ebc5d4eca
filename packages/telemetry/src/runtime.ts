/** The one thing that Cloudflare's runtime says of itself, in production as locally. */
export function isWorkerd(): boolean {
  return typeof navigator === 'object' && navigator.userAgent === 'Cloudflare-Workers';
}
