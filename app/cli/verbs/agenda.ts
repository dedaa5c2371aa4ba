import path from "node:path";
import type { Command } from "commander";
import { AgendaImport } from "../../api/agenda-shapes.ts";
import { print } from "../output.ts";
import { client } from "../saved.ts";

type Given = { edition: string; json?: boolean };

/** "forum/edition" as a path of the API. */
function at(edition: string): string {
  const [forum, name, ...more] = edition.split("/");
  if (!forum || !name || more.length) throw new Error(`Say the edition as FORUM/EDITION, not ${edition}.`);
  return `/forums/${encodeURIComponent(forum)}/${encodeURIComponent(name)}/agenda`;
}

export function agendaVerbs(program: Command): void {
  const agenda = program.command("agenda").description("the agenda of an edition");

  agenda
    .command("import <file>")
    .description("read another system's agenda: schedule.xml, schedule.json, pretalx's JSON or .ics")
    .requiredOption("--edition <forum/edition>", "whose agenda it is")
    .option("--release", "show it to everybody at once, else it is a draft")
    .option("--json", "answer as JSON")
    .action(async (file: string, { edition, release, json }: Given & { release?: boolean }) => {
      const done = await client().post(`${at(edition)}/import`, AgendaImport, {
        query: { fileName: path.basename(file), release: String(release ?? false) },
        archive: file,
      });
      print(json, done, () =>
        [
          `${done.added} sessions new, ${done.changed} changed, ${done.gone} gone.`,
          done.release === null
            ? "It is a draft, or says what was released."
            : `Released as ${done.release}.`,
          ...done.report.map(({ kind, message }) => `${kind}: ${message}`),
        ].join("\n"),
      );
    });
}
