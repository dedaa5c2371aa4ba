const HERE = "http://here.invalid";

/** Where to go after signing in: a path of this site, never another site's address. */
export function safePath(to: string | null | undefined): string {
  if (!to?.startsWith("/") || !URL.canParse(to, HERE)) return "/";
  const { origin, pathname, search, hash } = new URL(to, HERE);
  // Dots that are resolved can leave two slashes at the start, which name another host again.
  return origin === HERE && !pathname.startsWith("//") ? pathname + search + hash : "/";
}
