type Asked = { method: string; url: string; headers: { [name: string]: string | string[] | undefined } };

/** What streams its body and counts it by itself: resumable uploads and the API. */
const STREAMED = /^\/(uploads|api\/v1)(\/|$)/;

/**
 * Whether a request's body may be read: a form is held in memory, so it says how long it is and keeps within
 * `maxBytes`. The status of the refusal, or null.
 */
export function bodyRefused({ method, url, headers }: Asked, maxBytes: number): 411 | 413 | null {
  // As the router reads it: dots resolved, so that no path hides behind another.
  const base = "http://here.invalid";
  const path = URL.canParse(url, base) ? new URL(url, base).pathname : "/";
  if (["GET", "HEAD", "OPTIONS"].includes(method) || STREAMED.test(path)) return null;
  const length = headers["content-length"];
  if (length === undefined) return headers["transfer-encoding"] === undefined ? null : 411;
  return Number(length) <= maxBytes ? null : 413;
}
