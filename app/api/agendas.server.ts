import type { Readable } from "node:stream";
import { z } from "zod";
import { IMPORT_MAX_BYTES, importAgenda } from "../agenda/import-agenda.server.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { AgendaImport } from "./agenda-shapes.ts";
import { operation } from "./operation.ts";
import { sentence } from "./sentence.ts";

const tag = "Forums";

export const agendaOperations = [
  operation({
    method: "POST",
    path: "/forums/{forum}/{edition}/agenda/import",
    id: "importAgenda",
    tag,
    summary:
      "Read an agenda from another system's file: schedule.xml, schedule.json, pretalx's JSON or iCalendar. What the import before brought is updated or goes",
    scope: "organise",
    query: z.object({
      fileName: z.string().min(1).max(200).default("agenda"),
      release: z
        .enum(["true", "false"])
        .default("false")
        .meta({ description: "Whether everybody sees it at once; otherwise it is the organisers' draft" }),
    }),
    body: "file",
    answer: AgendaImport,
    handle: async ({ viewer, params, query, body, now, locale }) => {
      const bytes = await bytesOf(body, IMPORT_MAX_BYTES);
      if (!bytes.ok) return bytes;
      const outcome = await importAgenda({
        viewer,
        forumSlug: params.forum,
        editionSlug: params.edition,
        fileName: query.fileName,
        bytes: bytes.value,
        release: query.release === "true",
        now,
      });
      if (!outcome.ok) return outcome;
      const { report, ...rest } = outcome.value;
      return done({
        ...rest,
        report: report.map(({ kind, reason, values }) => ({
          kind,
          reason,
          message: sentence(locale, reason, values),
        })),
      });
    },
  }),
];

/** A body in memory; refused as soon as it is too large. */
async function bytesOf(body: Readable, most: number): Promise<Outcome<Uint8Array>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) return refused("invalid", "api.refusals.tooLarge", { values: { bytes: most } });
    chunks.push(Buffer.from(chunk));
  }
  return size ? done(Buffer.concat(chunks)) : refused("invalid", "api.refusals.noArchive");
}
