import type { ServerBuild } from "@remix-run/node";
import { matchRoutes } from "@remix-run/react";
import type { ForGuests } from "./guest-page.ts";

/** Finds what the route of a path says of guests in its `handle`; null where it says nothing. */
export function guestRoutes(routes: ServerBuild["routes"]): (pathname: string) => ForGuests | null {
  // All routes hang directly on the root: app/routes.ts.
  const flat = Object.values(routes).flatMap((route) => (route?.parentId === undefined ? [] : [route]));
  const tree = flat.map(({ id, path = "", index }) => (index ? { id, index: true as const } : { id, path }));
  return (pathname) => {
    const id = matchRoutes(tree, pathname)?.at(-1)?.route.id;
    const handle = id === undefined ? undefined : routes[id]?.module.handle;
    return (handle as { guests?: ForGuests } | undefined)?.guests ?? null;
  };
}
