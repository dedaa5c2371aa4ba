import { eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { competitions } from "../../db/schema/index.ts";
import { BUILT_IN, imageFor } from "../../judge/contract/image-map.ts";
import { imageTable } from "./images.server.ts";
import type { ImportSource } from "./import.server.ts";
import type { CompetitionDetail } from "./queries.server.ts";

/** What became of a bundle, for the organisers of its competition; null where there was none. */
export async function importReportOf(competition: CompetitionDetail) {
  if (!competition.organises || !competition.importReport) return null;
  const [[row], table] = await Promise.all([
    db.select({ source: competitions.source }).from(competitions).where(eq(competitions.id, competition.id)),
    imageTable(db),
  ]);
  const source = row?.source as Partial<ImportSource> | null;
  const { image, pattern } = imageFor(competition.image, table);
  return {
    fileName: source?.fileName ?? "bundle.zip",
    confirmedAt: competition.importConfirmedAt,
    report: competition.importReport,
    image: { named: competition.image, runs: image === BUILT_IN ? null : image, pattern },
    phases: competition.phases.map(({ name, startsAt, endsAt, position }) => ({
      name,
      startsAt,
      endsAt,
      written: source?.dates?.[position] ?? null,
    })),
  };
}
