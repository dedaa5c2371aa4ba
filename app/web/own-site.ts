const READS = ["GET", "HEAD", "OPTIONS"];

type Headers = { [name: string]: string | string[] | undefined };

/**
 * Whether a request may change something: it does not come from another site's page. A call with a token
 * carries no cookie to abuse, and what is no address is nobody's own site.
 */
export function fromOwnSite(request: { method: string; headers: Headers }, ownHost: string): boolean {
  const { origin, host, authorization } = request.headers;
  const fetchSite = request.headers["sec-fetch-site"];
  if (READS.includes(request.method) || /^Bearer\s/i.test(String(authorization ?? ""))) return true;
  if (!origin || origin === "null") return !fetchSite || fetchSite === "same-origin";
  const from = URL.canParse(String(origin)) ? new URL(String(origin)).host : null;
  return from !== null && (from === ownHost || from === host);
}
