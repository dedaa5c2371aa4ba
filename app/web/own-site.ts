const READS = ["GET", "HEAD", "OPTIONS"];

type Headers = { [name: string]: string | string[] | undefined };

/** The host of an Origin header, null where it names none. */
export const hostOf = (origin: string): string | null =>
  URL.canParse(origin) ? new URL(origin).host || null : null;

/**
 * Whether a request may change something: it does not come from another site's page. A call with a token
 * carries no cookie to abuse, and what is no address is nobody's own site.
 */
export function fromOwnSite(request: { method: string; headers: Headers }, ownHost: string): boolean {
  const { origin, host, authorization } = request.headers;
  const fetchSite = request.headers["sec-fetch-site"];
  if (READS.includes(request.method) || /^Bearer\s/i.test(String(authorization ?? ""))) return true;
  // A sandboxed frame of anybody's is "null" too, and on plain http says nothing more of itself.
  if (origin === "null") return fetchSite === "same-origin";
  if (!origin) return !fetchSite || fetchSite === "same-origin";
  const from = hostOf(String(origin));
  return from !== null && (from === ownHost || from === host);
}
