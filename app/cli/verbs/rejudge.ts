import type { Command } from "commander";
import type { z } from "zod";
import { Rejudge, Rejudges } from "../../api/shapes.ts";
import { facts, minute, print, table } from "../output.ts";
import { client } from "../saved.ts";
import { pause } from "../terminal.ts";

const LOOK_AGAIN_MS = 1000;
type Json = { json?: boolean };
type Shown = z.infer<typeof Rejudge>;
type Chosen = { phase?: number; task?: number; ending?: string; numbers?: string; outdated?: boolean };

const at = (id: string) => `/rejudges/${encodeURIComponent(id)}`;

export function rejudgeVerbs(program: Command): void {
  const rejudge = program.command("rejudge").description("judge submissions again");
  rejudge
    .command("create <slug>")
    .description("judge submissions that have ended again; everything you say must hold")
    .requiredOption("--reason <text>", "why")
    .option("--numbers <list>", 'their numbers, such as "3, 7-12"')
    .option("--phase <position>", "those of a phase", Number)
    .option("--task <position>", "only their runs for a task", Number)
    .option("--ending <cause>", "those that ended so: accepted, timed_out, …")
    .option("--outdated", "only what ran on an older version of its task")
    .option("--wait", "wait until all runs have ended")
    .option("--json", "answer as JSON")
    .action(async (slug: string, given: Json & Chosen & { reason: string; wait?: boolean }) => {
      const c = client();
      const { reason, phase, task, ending, numbers, outdated = false } = given;
      let now = await c.post(`/competitions/${encodeURIComponent(slug)}/rejudges`, Rejudge, {
        body: { reason, phase, task, ending, numbers, outdated },
      });
      while (given.wait && (now.state === "preparing" || now.state === "running")) {
        await pause(LOOK_AGAIN_MS);
        now = await c.get(at(now.id), Rejudge);
      }
      print(given.json, now, () => text(now));
    });

  rejudge
    .command("list <slug>")
    .description("a competition's rejudges, newest first")
    .option("--page <page>", "which page", Number, 1)
    .option("--json", "answer as JSON")
    .action(async (slug: string, { page, json }: Json & { page: number }) => {
      const found = await client().get(`/competitions/${encodeURIComponent(slug)}/rejudges`, Rejudges, {
        page,
      });
      print(json, found, () =>
        table(
          [
            { title: "Begun" },
            { title: "State" },
            { title: "Ended", numeric: true },
            { title: "Reason" },
            { title: "Id" },
          ],
          found.rejudges.map((r) => [minute(r.createdAt), r.state, `${r.ended}/${r.runs}`, r.reason, r.id]),
        ),
      );
    });

  rejudge
    .command("show <id>")
    .description("how far it is, and what approving it changes")
    .option("--page <page>", "which page of the changes", Number, 1)
    .option("--json", "answer as JSON")
    .action(async (id: string, { page, json }: Json & { page: number }) => {
      const found = await client().get(at(id), Rejudge, { page });
      print(json, found, () => text(found));
    });

  const decisions = [
    ["approve", "make all its results official; of a large one in the background"],
    ["discard", "drop it: nothing changes"],
    ["retry", "judge again what the platform failed"],
  ] as const;
  for (const [verb, description] of decisions)
    rejudge
      .command(`${verb} <id>`)
      .description(description)
      .option("--json", "answer as JSON")
      .action(async (id: string, { json }: Json) => {
        const now = await client().post(`${at(id)}/${verb}`, Rejudge);
        print(json, now, () => `Rejudge ${now.id} is ${now.state}.`);
      });
}

const place = (row: { rank: number | null } | null) => (row ? String(row.rank ?? "-") : "");

const values = (row: { values: Record<string, string> } | null) =>
  row
    ? Object.entries(row.values)
        .map(([key, value]) => `${key} ${value}`)
        .join(", ")
    : "";

const text = (r: Shown): string =>
  [
    facts([
      ["Rejudge", r.id],
      ["Reason", r.reason],
      ["State", r.state],
      [
        "Runs",
        r.state === "preparing" ? `${r.runs} of ${r.selected} prepared` : `${r.ended} of ${r.runs} ended`,
      ],
      ...(r.becomingOfficial
        ? [
            ["Leaderboards", `${r.becomingOfficial.done} of ${r.becomingOfficial.of} teams written`] as [
              string,
              string,
            ],
          ]
        : []),
      ...Object.entries(r.fates).map(([fate, count]): [string, string] => [fate, String(count)]),
    ]),
    ...r.boards.map((board) =>
      [
        `${board.title}, phase ${board.phase}: ${board.changed} rows change, ${board.unchanged} stay`,
        table(
          [
            { title: "Rank", numeric: true },
            { title: "Now", numeric: true },
            { title: "Team" },
            { title: "Before" },
            { title: "After" },
          ],
          board.rows.map((row) => [
            place(row.before),
            place(row.after),
            row.teamName,
            values(row.before),
            values(row.after),
          ]),
        ),
      ].join("\n"),
    ),
  ].join("\n\n");
