import { z } from "zod";

/** What an import of an agenda did. The only module besides the other shapes that the `podium` command reads. */
export const AgendaImport = z
  .object({
    format: z.string().meta({ description: "xml, json, pretalx or calendar" }),
    added: z.number().int(),
    changed: z.number().int(),
    gone: z.number().int(),
    release: z
      .number()
      .int()
      .nullable()
      .meta({ description: "The version that everybody sees from now on; null: only the draft was changed" }),
    report: z.array(
      z.object({ kind: z.enum(["taken", "mended", "ignored"]), reason: z.string(), message: z.string() }),
    ),
  })
  .meta({ id: "AgendaImport" });
