import { webConfig } from "../../config.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { changeSettings } from "../competitions/change-settings.server.ts";
import { copyCompetition } from "../competitions/copy.server.ts";
import { createCompetition } from "../competitions/create.server.ts";
import { exportBundle } from "../competitions/export.server.ts";
import { CopyBody, NewCompetition, ScheduleBody } from "../competitions/forms.ts";
import { importBundle } from "../competitions/import.server.ts";
import { archive, close, publish, schedule } from "../competitions/publish.server.ts";
import {
  type CompetitionDetail,
  competitionBySlug,
  openCompetitions,
} from "../competitions/queries.server.ts";
import { SettingsChange } from "../competitions/settings.ts";
import { mayCreate } from "../people/permissions.ts";
import { done, refused } from "../web/outcome.ts";
import { withBody } from "./archive-body.server.ts";
import { operation } from "./operation.ts";
import { sentence } from "./sentence.ts";
import {
  Competition,
  Competitions,
  Imported,
  ImportQuery,
  PageQuery,
  Published,
  SlugAnswer,
  SlugOnly,
} from "./shapes.ts";
import { signedInHere } from "./signed-in.ts";

const tag = "Competitions";
const noSuch = refused("not_found", "competitions.refusals.notFound");

const shown = (c: CompetitionDetail) => ({
  slug: c.slug,
  title: c.title,
  summary: c.summary,
  state: c.state,
  timeZone: c.timeZone,
  maxTeamSize: c.maxTeamSize,
  rulesVersion: c.rulesVersion,
  phases: c.phases.map((p) => ({
    position: p.position,
    name: p.name,
    startsAt: p.startsAt.toISOString(),
    endsAt: p.endsAt?.toISOString() ?? null,
    open: p.state === "open",
    maxPerDay: p.maxPerDay,
    maxPerMonth: p.maxPerMonth,
    maxTotal: p.maxTotal,
    timeLimitS: p.timeLimitS,
  })),
});

export const competitionOperations = [
  operation({
    method: "GET",
    path: "/competitions",
    id: "listCompetitions",
    tag,
    summary: "The competitions you may see: open ones first, then upcoming, then past",
    scope: "read",
    query: PageQuery,
    answer: Competitions,
    handle: async ({ viewer, query, now }) => {
      const found = await openCompetitions(viewer, now, query.page);
      return done({
        ...found,
        competitions: found.competitions.map((c) => ({
          ...c,
          nextDeadline: c.nextDeadline?.toISOString() ?? null,
        })),
      });
    },
  }),
  operation({
    method: "POST",
    path: "/competitions",
    id: "importCompetition",
    tag,
    summary: "Make a competition of a Codabench or CodaLab bundle; the body is the zip itself",
    scope: "organise",
    query: ImportQuery,
    body: "zip",
    answer: Imported,
    status: 201,
    handle: async ({ viewer, query, body, now, locale }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      // Said before gigabytes are sent, too.
      if (!mayCreate(viewer)) return refused("forbidden", "competitions.refusals.mayNotCreate");
      const fileName = query.fileName ?? "bundle.zip";
      const maxBytes = webConfig().BUNDLE_MAX_BYTES;
      const made = await withBody({ viewer: me.value, body, maxBytes, fileName, now }, async ({ hash }) =>
        importBundle({ viewer: me.value, file: await blobStore().path(hash), fileName, now }),
      );
      if (!made.ok) return made;
      const found = await competitionBySlug(viewer, made.value.slug, now);
      return done({
        slug: made.value.slug,
        report: (found?.importReport ?? []).map(({ kind, reason, values }) => ({
          kind,
          reason,
          message: sentence(locale, reason, values),
        })),
      });
    },
  }),
  operation({
    method: "POST",
    path: "/competitions/drafts",
    id: "createCompetition",
    tag,
    summary: "Make a draft competition from a template",
    scope: "organise",
    body: NewCompetition,
    answer: SlugAnswer,
    status: 201,
    handle: async ({ viewer, body, now }) => {
      const me = signedInHere(viewer);
      return me.ok ? createCompetition({ viewer: me.value, ...body, now }) : me;
    },
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/copies",
    id: "copyCompetition",
    tag,
    summary: "Make a draft like an earlier competition, its dates moved to a new start",
    scope: "organise",
    body: CopyBody,
    answer: SlugAnswer,
    status: 201,
    handle: async ({ viewer, params, body, now }) => {
      const me = signedInHere(viewer);
      return me.ok ? copyCompetition({ viewer: me.value, slug: params.slug, ...body, now }) : me;
    },
  }),
  operation({
    method: "PUT",
    path: "/competitions/{slug}/settings",
    id: "changeCompetitionSettings",
    tag,
    summary: "Change some of a competition's settings; what is absent stays",
    scope: "organise",
    body: SettingsChange,
    answer: SlugOnly,
    handle: async ({ viewer, params, body, now }) => {
      const me = signedInHere(viewer);
      return me.ok ? changeSettings({ viewer: me.value, slug: params.slug, change: body, now }) : me;
    },
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/close",
    id: "closeCompetition",
    tag,
    summary: "End a published competition; it stays to be read",
    scope: "organise",
    answer: Published,
    handle: async ({ viewer, params, now }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      const moved = await close({ viewer: me.value, slug: params.slug, now });
      return moved.ok ? done({ slug: params.slug, state: "closed" as const }) : moved;
    },
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/archive",
    id: "archiveCompetition",
    tag,
    summary: "Put a closed competition away",
    scope: "organise",
    answer: Published,
    handle: async ({ viewer, params, now }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      const moved = await archive({ viewer: me.value, slug: params.slug, now });
      return moved.ok ? done({ slug: params.slug, state: "archived" as const }) : moved;
    },
  }),
  operation({
    method: "PUT",
    path: "/competitions/{slug}/schedule",
    id: "scheduleCompetition",
    tag,
    summary: "Say when a draft is published by itself; null takes that back",
    scope: "organise",
    body: ScheduleBody,
    answer: SlugOnly,
    handle: async ({ viewer, params, body, now }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      const set = await schedule({ viewer: me.value, slug: params.slug, ...body, now });
      return set.ok ? done({ slug: params.slug }) : set;
    },
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}",
    id: "showCompetition",
    tag,
    summary: "A competition and its phases",
    scope: "read",
    answer: Competition,
    handle: async ({ viewer, params, now }) => {
      const found = await competitionBySlug(viewer, params.slug, now);
      return found ? done(shown(found)) : noSuch;
    },
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/export",
    id: "exportCompetition",
    tag,
    summary:
      "A competition as a bundle of Codabench's version 2 with nothing lost, hidden data too; for organisers",
    scope: "organise",
    answer: "zip",
    handle: async ({ viewer, params, now }) => {
      const me = signedInHere(viewer);
      return me.ok ? exportBundle({ viewer: me.value, slug: params.slug, now }) : me;
    },
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/publish",
    id: "publishCompetition",
    tag,
    summary: "Open a draft to everybody",
    scope: "organise",
    answer: Published,
    handle: async ({ viewer, params, now }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      const moved = await publish({ viewer: me.value, slug: params.slug, now });
      return moved.ok ? done({ slug: params.slug, state: "published" as const }) : moved;
    },
  }),
];
