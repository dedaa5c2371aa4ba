import { createHash } from "node:crypto";

/**
 * What a route's `handle.guests` says to have its page rendered once for all guests: the query parameters
 * that the page depends on, and those with which it is rendered for each request after all (a search).
 */
export type ForGuests = { by: readonly string[]; not?: readonly string[] };

/** The ways in which a kept page travels, best first. */
export const ENCODINGS = ["br", "gzip", "identity"] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** The best encoding that an Accept-Encoding header allows. */
export function encodingFor(accepted: string | undefined): Encoding {
  for (const encoding of ["br", "gzip"] as const) {
    const q = new RegExp(`(?:^|,)\\s*${encoding}\\s*(?:;\\s*q=([\\d.]+))?\\s*(?:,|$)`, "i").exec(
      accepted ?? "",
    );
    if (q && Number(q[1] ?? 1) > 0) return encoding;
  }
  return "identity";
}

// Other spellings of an address (capitals, %61, a slash at the end) would be kept once more.
const PLAIN = /^(\/|(\/[a-z0-9_~.-]+)+)$/;

/** The page behind an address, and whether its data alone is asked for; null for an unusual spelling. */
export function pageAt(pathname: string): { page: string; data: boolean } | null {
  if (!PLAIN.test(pathname)) return null;
  if (pathname === "/_root.data") return { page: "/", data: true };
  return pathname.endsWith(".data")
    ? { page: pathname.slice(0, -".data".length), data: true }
    : { page: pathname, data: false };
}

/**
 * The query as far as the page depends on it, in a fixed order, each parameter once; null where the page is
 * rendered for each request.
 */
export function queryFor({ by, not = [] }: ForGuests, given: URLSearchParams): string | null {
  // With it, a browser asks for a part of the page's data.
  if (given.has("_routes") || not.some((name) => given.get(name))) return null;
  const kept = new URLSearchParams();
  for (const name of by) {
    const value = given.get(name);
    if (value) kept.set(name, value);
  }
  return kept.size ? `?${kept}` : "";
}

/**
 * A page without the nonce that it was rendered with, and the Content-Security-Policy sources that let
 * exactly its own scripts run. The nonce was fresh and told to nobody, so only the renderer can have set it.
 */
export function withHashes(html: string, nonce: string): { html: string; sources: string } {
  const mark = ` nonce="${nonce}"`;
  const hashes = new Set<string>();
  for (const [, attributes, text] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g))
    if (attributes?.includes(mark) && text)
      hashes.add(`'sha256-${createHash("sha256").update(text).digest("base64")}'`);
  return { html: html.replaceAll(mark, ""), sources: [...hashes].join(" ") };
}
