/** A path on this site to go to, or "/" for anything that would lead elsewhere. */
export function ownPath(to: string | null | undefined): string {
  return to && /^\/(?![/\\])/.test(to) && !/[\u0000-\u001f\\]/.test(to) ? to : "/";
}
