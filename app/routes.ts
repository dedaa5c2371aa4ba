import { index, type RouteConfig, route } from "@remix-run/route-config";

/** The URL map: one line a URL. Nothing else mounts a route. */
export default [
  index("routes/home.tsx"),
  route("preferences", "routes/preferences.ts"),

  route("forums", "forums/routes/index.tsx"),
  route("forums/:forum/:edition", "forums/routes/edition.tsx"),
  route("forums/:forum/:edition/agenda", "agenda/routes/show.tsx"),
  route("forums/:forum/:edition/register", "registrations/routes/register.tsx"),
  route("tickets/:code", "registrations/routes/ticket.tsx"),
] satisfies RouteConfig;
