import type { Command } from "commander";
import { BoardPreview, BoardSettings } from "../../api/board-shapes.ts";
import { Created } from "../../api/shapes.ts";
import { print, table } from "../output.ts";
import { client } from "../saved.ts";

type Given = { phase: number; json?: boolean };
const at = (slug: string) => `/competitions/${encodeURIComponent(slug)}`;

export function boardVerbs(program: Command): void {
  const board = program.command("board").description("what a leaderboard keeps back, for organisers");

  const act = (verb: string, description: string, path: string, said: string, body: object) =>
    board
      .command(`${verb} <slug>`)
      .description(description)
      .option("--phase <position>", "the phase", Number, 0)
      .option("--json", "answer as JSON")
      .action(async (slug: string, { phase, json }: Given) => {
        const done = await client().post(`${at(slug)}/boards/${phase}/${path}`, Created, { body });
        print(json, done, () => `The board of phase ${phase} is ${said}.`);
      });
  act("freeze", "show the public no newer scores from now on", "freeze", "frozen", {});
  act("unfreeze", "show the public everything again", "freeze", "open", { at: null });

  board
    .command("preview <slug>")
    .description("whose rank would be another if another column ranked; nothing is changed")
    .requiredOption("--rank-by <position>", "the column that ranks, counted from 0", Number)
    .option("--final <position>", "the column that ranks from the reveal on", Number)
    .option("--phase <position>", "the phase", Number, 0)
    .option("--json", "answer as JSON")
    .action(async (slug: string, given: Given & { rankBy: number; final?: number }) => {
      const { boards } = await client().get(`${at(slug)}/boards`, BoardSettings);
      const now = boards.find(({ phase }) => phase === given.phase);
      if (!now) throw new Error(`There is no phase ${given.phase}.`);
      const { title, submissionRule, medals, hidden, embeddable } = now;
      const rest = { title, submissionRule, medals, hidden, embeddable };
      const finalPosition = given.final ?? now.finalPosition;
      const preview = await client().post(`${at(slug)}/boards/${given.phase}/preview`, BoardPreview, {
        body: { ...rest, primaryPosition: given.rankBy, finalPosition },
      });
      const rank = (n: number | null) => (n === null ? "-" : String(n));
      print(given.json, preview, () =>
        [
          `${preview.changed} of ${preview.total} ranks would change.`,
          ...(preview.changed === 0
            ? []
            : [
                table(
                  [{ title: "TEAM" }, { title: "NOW", numeric: true }, { title: "THEN", numeric: true }],
                  preview.rows.map((row) => [row.team, rank(row.before), rank(row.after)]),
                ),
              ]),
        ].join("\n"),
      );
    });

  board
    .command("reveal <slug>")
    .description("tell everybody what was kept from them; it cannot be taken back")
    .requiredOption("--yes", "that this is meant")
    .option("--phase <position>", "the phase", Number, 0)
    .option("--json", "answer as JSON")
    .action(async (slug: string, { phase, json }: Given) => {
      const body = { confirmed: true };
      const done = await client().post(`${at(slug)}/boards/${phase}/reveal`, Created, { body });
      print(json, done, () => `The board of phase ${phase} is revealed.`);
    });

  board
    .command("export <slug>")
    .description("save a board as a table, with all digits that you may see")
    .requiredOption("-o, --output <file>", "where it goes; .xlsx makes it one for Excel, else it is CSV")
    .option("--phase <position>", "the phase, else the one that is open", Number)
    .option("--json", "answer as JSON")
    .action(
      async (slug: string, { output, phase, json }: { output: string; phase?: number; json?: boolean }) => {
        const format = output.endsWith(".xlsx") ? "xlsx" : "csv";
        const query = new URLSearchParams({ format, ...(phase !== undefined && { phase: String(phase) }) });
        await client().download(`${at(slug)}/leaderboard/export?${query}`, output);
        print(json, { slug, file: output }, () => `The board of ${slug} is saved as ${output}.`);
      },
    );
}
