import { index, type RouteConfig, route } from "@remix-run/route-config";

/** The URL map: one line a URL. Nothing else mounts a route. */
export default [
  index("routes/home.tsx"),
  route("preferences", "routes/preferences.ts"),

  route("account", "people/routes/account.tsx"),
  route("api/auth/*", "people/routes/auth.ts"),
  route("api/v1/*", "api/routes/v1.ts"),
  route("forgot", "people/routes/forgot.tsx"),
  route("reset", "people/routes/reset.tsx"),
  route("setup", "people/routes/set-up.tsx"),
  route("sign-in", "people/routes/sign-in.tsx"),
  route("sign-out", "people/routes/sign-out.tsx"),
  route("sign-up", "people/routes/sign-up.tsx"),
  route("verify", "people/routes/verify.tsx"),

  route("outbox", "notices/routes/outbox.tsx"),
  route("outbox/:id", "notices/routes/notice.tsx"),

  route("forums", "forums/routes/index.tsx"),
  route("forums/:forum/:edition", "forums/routes/edition.tsx"),
  route("forums/:forum/:edition/agenda", "agenda/routes/show.tsx"),
  route("forums/:forum/:edition/register", "registrations/routes/register.tsx"),
  route("tickets/:code", "registrations/routes/ticket.tsx"),

  route("account/organisations", "organisations/routes/mine.tsx"),
  route("organisations/:organisation", "organisations/routes/show.tsx"),
  route("operate/organisations", "organisations/routes/queue.tsx"),
  route("operate/organisations/:organisation/:person/proof", "organisations/routes/proof.ts"),

  route("operate/hosts", "judging/routes/hosts.tsx"),
  route("operate/images", "judging/routes/images.tsx"),

  route("competitions", "competitions/routes/index.tsx"),
  route("competitions/new", "competitions/routes/new.tsx"),
  route("competitions/new/bundle", "competitions/routes/bundle.ts"),
  route("competitions/:slug", "competitions/routes/show.tsx"),
  route("competitions/:slug/data", "competitions/routes/show.tsx", { id: "competition-data" }),
  route("competitions/:slug/export", "competitions/routes/export.ts"),
  route("competitions/:slug/files/:kind", "competitions/routes/file.ts"),
  route("competitions/:slug/import", "competitions/routes/import.tsx"),
  route("competitions/:slug/join", "entries/routes/join.tsx"),
  route("competitions/:slug/manage", "competitions/routes/manage.tsx"),
  route("competitions/:slug/manage/settings", "competitions/routes/settings.tsx"),
  route("competitions/:slug/pages/:page", "competitions/routes/show.tsx", { id: "competition-page" }),
  route("competitions/:slug/rules", "competitions/routes/show.tsx", { id: "competition-rules" }),
  route("competitions/:slug/team", "entries/routes/team.tsx"),
  route("competitions/:slug/deliverables", "entries/routes/deliverables.tsx"),
  route("competitions/:slug/manage/deliverables", "entries/routes/manage-deliverables.tsx"),
  route("competitions/:slug/manage/deliverables/new", "entries/routes/manage-slot.tsx", { id: "new-slot" }),
  route("competitions/:slug/manage/deliverables/receipts.csv", "entries/routes/manage-deliverable-files.ts", {
    id: "receipts",
  }),
  route("competitions/:slug/manage/deliverables/:slotId", "entries/routes/manage-slot.tsx"),
  route(
    "competitions/:slug/manage/deliverables/:slotId/files.zip",
    "entries/routes/manage-deliverable-files.ts",
  ),
  route("deliverables/:id", "entries/routes/deliverable-receipt.tsx"),
  route("deliverables/:id/file", "entries/routes/deliverable-file.ts"),
  route("competitions/:slug/manage/entries", "entries/routes/manage.tsx"),
  route("competitions/:slug/manage/entries/:entry", "entries/routes/manage-one.tsx"),
  route("competitions/:slug/manage/entries-export", "entries/routes/export.ts"),
  route("invitations/:secret", "entries/routes/mailed-invitation.tsx"),
  route("teams/:inviteCode", "entries/routes/invitation.tsx"),

  route("competitions/:slug/manage/submissions", "submissions/routes/manage.tsx"),
  route("competitions/:slug/manage/submissions/quotas", "submissions/routes/quotas.tsx"),
  route("competitions/:slug/submissions", "submissions/routes/list.tsx"),
  route("competitions/:slug/submit", "submissions/routes/submit.tsx"),
  route("submissions/compare", "submissions/routes/compare.tsx"),
  route("submissions/:id", "submissions/routes/show.tsx"),
  route("submissions/:id/files/:what", "submissions/routes/file.ts"),
  route("uploads", "submissions/routes/uploads.ts"),
  route("uploads/:id", "submissions/routes/uploads.ts", { id: "uploads-one" }),

  route("competitions/:slug/manage/rejudges", "judging/routes/rejudges.tsx"),
  route("competitions/:slug/manage/rejudges/:id", "leaderboards/routes/rejudge.tsx"),
  route("competitions/:slug/manage/similarity", "similarity/routes/similarity.tsx"),
  route("competitions/:slug/manage/similarity/:pair", "similarity/routes/pair.tsx"),

  route("competitions/:slug/leaderboard", "leaderboards/routes/show.tsx"),

  route("*", "routes/missing.tsx"),
] satisfies RouteConfig;
