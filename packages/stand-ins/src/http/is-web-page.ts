/** Whether a page in a browser asks. No client of the stand-ins is one, and a page of any site could write to them otherwise. */
export function isWebPage(request: Request): boolean {
  return request.headers.has('origin') || request.headers.has('sec-fetch-site');
}
