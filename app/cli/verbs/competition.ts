import path from "node:path";
import type { Command } from "commander";
import { Competition, Competitions, Imported, ImportReport, Published } from "../../api/shapes.ts";
import { facts, localized, minute, print, table } from "../output.ts";
import { client } from "../saved.ts";
import { languageHere } from "../terminal.ts";

type Json = { json?: boolean };
const remark = ({ kind, message }: { kind: string; message: string }) => `  ${kind.padEnd(8)} ${message}`;

export function competitionVerbs(program: Command): void {
  const competition = program.command("competition").description("competitions");

  competition
    .command("import <bundle>")
    .description("make a competition of a Codabench or CodaLab bundle")
    .option("--json", "answer as JSON")
    .action(async (bundle: string, { json }: Json) => {
      const made = await client().post("/competitions", Imported, {
        archive: bundle,
        query: { fileName: path.basename(bundle) },
      });
      print(json, made, () => [`Imported as ${made.slug}.`, ...made.report.map(remark)].join("\n"));
    });

  competition
    .command("report <slug>")
    .description("what the importer took, mended and ignored of its bundle")
    .option("--json", "answer as JSON")
    .action(async (slug: string, { json }: Json) => {
      const found = await client().get(`/competitions/${encodeURIComponent(slug)}/import`, ImportReport);
      print(json, found, () =>
        [
          facts([
            ["Bundle", found.fileName],
            ["Dates confirmed", found.confirmedAt ? minute(found.confirmedAt) : "not yet"],
            ["Image", `${found.image.named ?? "none named"}, runs ${found.image.runs ?? "built in"}`],
          ]),
          ...found.report.map(remark),
        ].join("\n"),
      );
    });

  competition
    .command("export <slug>")
    .description("save a competition as a bundle with nothing lost, hidden data too")
    .requiredOption("-o, --output <file>", "where the zip goes")
    .option("--json", "answer as JSON")
    .action(async (slug: string, { output, json }: Json & { output: string }) => {
      await client().download(`/competitions/${encodeURIComponent(slug)}/export`, output);
      print(json, { slug, file: output }, () => `${slug} is saved as ${output}.`);
    });

  competition
    .command("list")
    .description("the competitions you may see")
    .option("--json", "answer as JSON")
    .action(async ({ json }: Json) => {
      const answer = await client().get("/competitions", Competitions);
      print(json, answer, () =>
        answer.competitions.length === 0
          ? "There are no competitions."
          : table(
              [
                { title: "SLUG" },
                { title: "TITLE" },
                { title: "STATE" },
                { title: "OPEN PHASE" },
                { title: "NEXT DEADLINE" },
              ],
              answer.competitions.map((c) => [
                c.slug,
                localized(c.title, languageHere()),
                c.state,
                c.phase ? localized(c.phase, languageHere()) : "-",
                minute(c.nextDeadline),
              ]),
            ),
      );
    });

  competition
    .command("show <slug>")
    .description("a competition and its phases")
    .option("--json", "answer as JSON")
    .action(async (slug: string, { json }: Json) => {
      const found = await client().get(`/competitions/${encodeURIComponent(slug)}`, Competition);
      print(json, found, () =>
        [
          facts([
            ["Title", localized(found.title, languageHere())],
            ["Slug", found.slug],
            ["State", found.state],
            ["Team size", `up to ${found.maxTeamSize}`],
          ]),
          "",
          table(
            [
              { title: "PHASE", numeric: true },
              { title: "NAME" },
              { title: "FROM" },
              { title: "UNTIL" },
              { title: "A DAY", numeric: true },
              { title: "A MONTH", numeric: true },
              { title: "IN ALL", numeric: true },
              { title: "LIMIT S", numeric: true },
              { title: "" },
            ],
            found.phases.map((p) => [
              String(p.position),
              localized(p.name, languageHere()),
              minute(p.startsAt),
              minute(p.endsAt),
              p.maxPerDay === 0 ? "any" : String(p.maxPerDay),
              p.maxPerMonth === 0 ? "any" : String(p.maxPerMonth),
              p.maxTotal === 0 ? "any" : String(p.maxTotal),
              String(p.timeLimitS),
              p.open ? "open" : "",
            ]),
          ),
        ].join("\n"),
      );
    });

  competition
    .command("publish <slug>")
    .description("open a draft to everybody")
    .option("--json", "answer as JSON")
    .action(async (slug: string, { json }: Json) => {
      const answer = await client().post(`/competitions/${encodeURIComponent(slug)}/publish`, Published);
      print(json, answer, () => `${answer.slug} is ${answer.state}.`);
    });
}
