import type { Command } from "commander";
import { Created, Entries, Entry } from "../../api/shapes.ts";
import { localized, print, table } from "../output.ts";
import { client } from "../saved.ts";
import { languageHere } from "../terminal.ts";

type Json = { json?: boolean };
const at = (slug: string) => `/competitions/${encodeURIComponent(slug)}/entries`;

export function entryVerbs(program: Command): void {
  const entry = program.command("entry").description("teams in a competition");

  entry
    .command("join <slug>")
    .description("join a competition and accept its rules")
    .option("--team <name>", "the team's name, else your own")
    .option("--json", "answer as JSON")
    .action(async (slug: string, { team, json }: Json & { team?: string }) => {
      const made = await client().post(at(slug), Entry, { body: { teamName: team, acceptRules: true } });
      print(json, made, () => `${made.teamName} is in ${slug}: ${made.state}.`);
    });

  entry
    .command("list <slug>")
    .description("all entries, those that wait first; for organisers")
    .option("--state <state>", "pending, accepted, rejected, withdrawn, disqualified or merged")
    .option("--find <words>", "in names, codes and addresses")
    .option("--page <page>", "which page", Number, 1)
    .option("--json", "answer as JSON")
    .action(async (slug: string, given: Json & { state?: string; find?: string; page: number }) => {
      const { state, find, page } = given;
      const found = await client().get(at(slug), Entries, { state, q: find, page });
      print(given.json, found, () =>
        [
          table(
            [{ title: "CODE" }, { title: "TEAM" }, { title: "STATE" }, { title: "SCHOOL" }, { title: "ID" }],
            found.entries.map((e) => [
              e.code ?? "-",
              e.teamName,
              e.state,
              e.organisation ? localized(e.organisation, languageHere()) : "-",
              e.id,
            ]),
          ),
          `Page ${found.page} of ${found.pages}, ${found.total} in all.`,
        ].join("\n"),
      );
    });

  type Decision = Json & { reason: string; yes?: boolean };
  const decide = (verb: string, state: string, description: string) =>
    entry
      .command(`${verb} <slug> <entry>`)
      .description(description)
      .option("--reason <text>", "why", "")
      .option("--json", "answer as JSON")
      .action(async (slug: string, id: string, { reason, yes: confirmed, json }: Decision) => {
        const path = `${at(slug)}/${encodeURIComponent(id)}/decision`;
        const decided = await client().post(path, Created, { body: { state, reason, confirmed } });
        print(json, decided, () => `Entry ${decided.id} is ${state}.`);
      });
  decide("accept", "accepted", "take an entry in");
  decide("refuse", "rejected", "refuse one that waits; its team reads the reason");
  decide("disqualify", "disqualified", "take one out; its team reads the reason").requiredOption(
    "--yes",
    "that this is meant: its runs are called off",
  );
}
