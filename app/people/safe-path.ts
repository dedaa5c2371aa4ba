/** Where to go after signing in: a path of this site, never another site's address. */
export function safePath(to: string | null | undefined): string {
  if (!to?.startsWith("/") || /^\/[/\\]/.test(to)) return "/";
  const url = new URL(to, "http://here.invalid");
  return url.host === "here.invalid" ? url.pathname + url.search + url.hash : "/";
}
