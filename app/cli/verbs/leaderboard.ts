import type { Command } from "commander";
import type { z } from "zod";
import { Leaderboard } from "../../api/shapes.ts";
import { print, rounded, table } from "../output.ts";
import { client } from "../saved.ts";
import { pause } from "../terminal.ts";

const LOOK_AGAIN_MS = 2000;

export function leaderboardVerbs(program: Command): void {
  program
    .command("leaderboard <slug>")
    .description("the ranking of a phase")
    .option("--phase <position>", "the phase, else the one that is open", Number)
    .option("--page <page>", "which page", Number, 1)
    .option("--follow", "write it again whenever it changes")
    .option("--json", "answer as JSON; with --follow a line for each change")
    .action(
      async (slug: string, given: { phase?: number; page: number; follow?: boolean; json?: boolean }) => {
        const c = client();
        const look = () =>
          c.get(`/competitions/${encodeURIComponent(slug)}/leaderboard`, Leaderboard, {
            phase: given.phase,
            page: given.page,
          });
        let board = await look();
        if (!given.follow) {
          print(given.json, board, () => text(board));
          return;
        }
        for (let seen = -1; ; board = await look()) {
          if (board.seq !== seen)
            process.stdout.write(
              given.json
                ? `${JSON.stringify(board)}\n`
                : `${new Date().toLocaleTimeString()}\n${text(board)}\n\n`,
            );
          seen = board.seq;
          await pause(LOOK_AGAIN_MS);
        }
      },
    );
}

function text(board: z.infer<typeof Leaderboard>): string {
  if (board.rows.length === 0) return "Nobody has a score yet.";
  const lines = table(
    [
      { title: "RANK", numeric: true },
      { title: "TEAM" },
      ...board.metrics.flatMap((m) => m.valueKeys.map(() => ({ title: m.title, numeric: true }))),
    ],
    board.rows.map((row) => [
      row.rank === null ? "-" : String(row.rank),
      row.teamName,
      ...board.metrics.flatMap((m) => m.valueKeys.map((key) => rounded(row.values[key], m.precision))),
    ]),
  );
  const pages = board.pages > 1 ? `\nPage ${board.page} of ${board.pages}` : "";
  return lines + pages + (board.frozen ? "\nFrozen: newer scores are not shown." : "");
}
