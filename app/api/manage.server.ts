import { buffer } from "node:stream/consumers";
import { blobStore } from "../../db/blobs/disk.ts";
import { COMPETITION_TEMPLATES } from "../../db/vocabulary.ts";
import { confirmImport } from "../competitions/confirm-import.server.ts";
import { importReportOf } from "../competitions/import-report.server.ts";
import { LOGO_BYTES } from "../competitions/limits.ts";
import { overviewOf } from "../competitions/overview.server.ts";
import { reopen, unarchive } from "../competitions/publish.server.ts";
import { downloadsOf, fileOf } from "../competitions/queries.server.ts";
import { setLogo } from "../competitions/set-logo.server.ts";
import { MOMENTS } from "../competitions/settings.ts";
import { done, refused } from "../web/outcome.ts";
import { withBody } from "./archive-body.server.ts";
import { FileQuery, Files, Readiness, Settings, Templates } from "./editor-shapes.ts";
import { operation } from "./operation.ts";
import { organisedHere, seenHere } from "./organised-here.server.ts";
import { sentence } from "./sentence.ts";
import { ImportReport, Published, SlugOnly } from "./shapes.ts";

const tag = "Competitions";
const time = (at: Date | null) => at?.toISOString() ?? null;

/** The life of a competition beside making and publishing it: settings, readiness, files, reopening. */
export const manageOperations = [
  operation({
    method: "GET",
    path: "/competition-templates",
    id: "listTemplates",
    tag,
    summary: "What a competition can be made from",
    scope: "read",
    answer: Templates,
    handle: async () => done({ templates: [...COMPETITION_TEMPLATES] }),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/settings",
    id: "showSettings",
    tag,
    summary: "A competition's settings, for organisers",
    scope: "organise",
    answer: Settings,
    handle: (call) =>
      organisedHere(call, (competition) =>
        done({
          ...competition,
          publishAt: time(competition.publishAt),
          ...(Object.fromEntries(MOMENTS.map((name) => [name, time(competition[name])])) as Record<
            (typeof MOMENTS)[number],
            string | null
          >),
        }),
      ),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/readiness",
    id: "showReadiness",
    tag,
    summary: "What stands in the way of publishing, what to look at, and what happened so far",
    scope: "organise",
    answer: Readiness,
    handle: (call) =>
      organisedHere(call, async (competition, { now }) => {
        const { findings, life } = await overviewOf(competition, now, call.locale);
        return done({
          ready: !findings.some((finding) => finding.kind === "stops"),
          findings: findings.map((f) => ({ ...f, message: sentence(call.locale, f.reason, f.values) })),
          life: life.map(({ at, act, by }) => ({ at: at.toISOString(), act, by })),
        });
      }),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/reopen",
    id: "reopenCompetition",
    tag,
    summary: "Open a closed competition again; its phases say what may be handed in",
    scope: "organise",
    answer: Published,
    handle: (call) =>
      organisedHere(call, async ({ slug }, command) => {
        const moved = await reopen(command);
        return moved.ok ? done({ slug, state: "published" as const }) : moved;
      }),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/unarchive",
    id: "unarchiveCompetition",
    tag,
    summary: "Take a competition out of the archive",
    scope: "organise",
    answer: Published,
    handle: (call) =>
      organisedHere(call, async ({ slug }, command) => {
        const moved = await unarchive(command);
        return moved.ok ? done({ slug, state: "closed" as const }) : moved;
      }),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/import",
    id: "showImportReport",
    tag,
    summary: "What became of the bundle that a competition was imported from",
    scope: "organise",
    answer: ImportReport,
    handle: (call) =>
      organisedHere(call, async (competition) => {
        const found = await importReportOf(competition);
        if (!found) return refused("not_found", "competitions.refusals.notFound");
        return done({
          ...found,
          confirmedAt: time(found.confirmedAt),
          report: found.report.map(({ kind, reason, values }) => ({
            kind,
            reason,
            message: sentence(call.locale, reason, values),
          })),
          phases: found.phases.map(({ startsAt, endsAt, ...phase }) => ({
            ...phase,
            startsAt: startsAt.toISOString(),
            endsAt: time(endsAt),
          })),
        });
      }),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/import/confirm",
    id: "confirmImport",
    tag,
    summary: "Say that the dates of an imported competition are right",
    scope: "organise",
    answer: SlugOnly,
    handle: (call) =>
      organisedHere(call, async ({ slug }, command) => {
        const confirmed = await confirmImport(command);
        return confirmed.ok ? done({ slug }) : confirmed;
      }),
  }),
  operation({
    method: "PUT",
    path: "/competitions/{slug}/logo",
    id: "setLogo",
    tag,
    summary: "Put a picture in the place of the logo; the body is the picture itself",
    scope: "organise",
    body: "file",
    answer: SlugOnly,
    handle: (call) =>
      organisedHere(call, async ({ slug }, command) => {
        const { viewer, now } = command;
        // A byte too many is enough for the command to say what is too large.
        const brought = { viewer, body: call.body, maxBytes: LOGO_BYTES + 1, fileName: "logo", now };
        return withBody(brought, async ({ hash }) => {
          const picture = await buffer(await blobStore().open(hash));
          const set = await setLogo({ ...command, picture });
          return set.ok ? done({ slug }) : set;
        });
      }),
  }),
  operation({
    method: "DELETE",
    path: "/competitions/{slug}/logo",
    id: "removeLogo",
    tag,
    summary: "Take the logo away",
    scope: "organise",
    answer: SlugOnly,
    handle: (call) =>
      organisedHere(call, async ({ slug }, command) => {
        const set = await setLogo({ ...command, picture: null });
        return set.ok ? done({ slug }) : set;
      }),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/files",
    id: "listFiles",
    tag,
    summary: "The files you may take away: starting kits, public data, and what the organisers opened",
    scope: "read",
    answer: Files,
    handle: (call) =>
      seenHere(call, (competition) =>
        done({ files: downloadsOf(competition).map(({ kind, position }) => ({ kind, position })) }),
      ),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/files/{kind}",
    id: "openFile",
    tag,
    summary: "One of those files",
    scope: "read",
    query: FileQuery,
    answer: "file",
    handle: async ({ viewer, params, query, now }) => {
      const found = await fileOf(viewer, params.slug, params.kind, query.position, now);
      if (!found) return refused("not_found", "competitions.refusals.notFound");
      return done({ fileName: found.name, content: await blobStore().open(found.hash) });
    },
  }),
];
