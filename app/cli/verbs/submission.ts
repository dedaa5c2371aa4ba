import type { Command } from "commander";
import type { z } from "zod";
import { Comparison } from "../../api/insight-shapes.ts";
import {
  HowItRanAll,
  Logs,
  Quotas,
  Reproduced,
  Reproductions,
  Submission,
  Submitted,
} from "../../api/shapes.ts";
import type { Client } from "../client.ts";
import { facts, minute, plain, print, table } from "../output.ts";
import { progressOn } from "../progress.ts";
import { client } from "../saved.ts";
import { pause } from "../terminal.ts";

const FINAL = ["scored", "failed", "cancelled"];
const LOOK_AGAIN_MS = 1000;
type Json = { json?: boolean };
type Shown = z.infer<typeof Submission>;

const show = (c: Client, id: string) => c.get(`/submissions/${encodeURIComponent(id)}`, Submission);

type Handed = Json & { phase?: number; note?: string; kind: string; fact?: string[] };

async function handIn(c: Client, slug: string, file: string, given: Handed) {
  const { phase, note, kind, fact = [], json } = given;
  const place = `/competitions/${encodeURIComponent(slug)}/submissions`;
  const facts = Object.fromEntries(
    fact.map((pair): [string, string] => {
      const at = pair.indexOf("=");
      if (at < 1) throw new Error(`Say --fact key=answer, not ${pair}.`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
  if (kind === "image_reference")
    return c.post(`${place}/image`, Submitted, { body: { reference: file, phase, note, facts } });
  const { uploadId, handedIn } = await c.bring(file, progressOn(process.stderr, json));
  const made = await c.post(`${place}/upload`, Submitted, { body: { uploadId, kind, phase, note, facts } });
  await handedIn();
  return made;
}

export function submissionVerbs(program: Command): void {
  program
    .command("submit <slug> <file>")
    .description("hand in a zip, or with --kind an image: a .tar or its name")
    .option("--kind <kind>", "archive, image_tar or image_reference", "archive")
    .option("--fact <key=answer...>", "an answer to the fact sheet; may be given several times")
    .option("--phase <position>", "the phase, else the one that is open", Number)
    .option("--note <text>", "a note to yourself")
    .option("--wait", "wait until it is judged; succeed only when it has a score")
    .option("--json", "answer as JSON")
    .action(async (slug: string, file: string, given: Handed & { wait?: boolean }) => {
      const c = client();
      const made = await handIn(c, slug, file, given);
      if (!given.wait) {
        print(given.json, made, () => `Submission #${made.number} waits for a judge: ${made.id}`);
        return;
      }
      let said = "";
      for (;;) {
        const now = await show(c, made.id);
        if (!given.json && now.state !== said) process.stderr.write(`#${now.number} ${now.state}\n`);
        said = now.state;
        if (FINAL.includes(now.state)) {
          print(given.json, now, () => text(now));
          if (now.state !== "scored") process.exitCode = 1;
          return;
        }
        await pause(LOOK_AGAIN_MS);
      }
    });

  const submission = program.command("submission").description("what you handed in");
  submission
    .command("show <id>")
    .description("its state, and its scores or why it failed")
    .option("--json", "answer as JSON")
    .action(async (id: string, { json }: Json) => {
      const found = await show(client(), id);
      print(json, found, () => text(found));
    });

  submission
    .command("compare <id> <other>")
    .description("the scores of two, and which files and lines are others in the second")
    .option("--json", "answer as JSON")
    .action(async (id: string, other: string, { json }: Json) => {
      const found = await client().get(`/submissions/${encodeURIComponent(id)}/compare`, Comparison, {
        with: other,
      });
      print(json, found, () => compared(found));
    });

  submission
    .command("logs <id>")
    .description("what its programs wrote; their errors go to stderr")
    .option("--follow", "go on until it has ended")
    .option("--json", "a line of JSON for each chunk")
    .action(async (id: string, { follow, json }: Json & { follow?: boolean }) => {
      const c = client();
      let after = -1;
      for (;;) {
        const logs = await c.get(`/submissions/${encodeURIComponent(id)}/logs`, Logs, { after });
        if (logs.hidden) throw new Error("This phase hides its logs.");
        for (const chunk of logs.chunks) {
          if (json) process.stdout.write(`${JSON.stringify(chunk)}\n`);
          else
            (chunk.stream.endsWith("stderr") ? process.stderr : process.stdout).write(
              plain(chunk.text.replace(/\r\n?/g, "\n")),
            );
        }
        const more = logs.last > after;
        after = logs.last;
        if (!more && (!follow || logs.ended)) return;
        if (!more) await pause(LOOK_AGAIN_MS);
      }
    });

  submission
    .command("how <id>")
    .description("how it was run: image, versions, limits, seed, machine")
    .option("--json", "answer as JSON")
    .action(async (id: string, { json }: Json) => {
      const answer = await client().get(`/submissions/${encodeURIComponent(id)}/how`, HowItRanAll);
      print(json, answer, () => answer.runs.map(ran).join("\n\n") || "Nothing was recorded.");
    });

  submission
    .command("reproduce <id>")
    .description(
      "run it again as it ran then and compare; succeeds only when all is the same. It never counts",
    )
    .option("--json", "answer as JSON")
    .action(async (id: string, { json }: Json) => {
      const c = client();
      const place = `/submissions/${encodeURIComponent(id)}/reproductions`;
      const { runs: ids } = await c.post(place, Reproduced);
      for (;;) {
        const { runs } = await c.get(place, Reproductions);
        const its = runs.filter((run) => ids.includes(run.id));
        if (its.every((run) => FINAL.includes(run.state))) {
          print(json, { runs: its }, () => its.map(came).join("\n"));
          if (!its.every((run) => run.same)) process.exitCode = 1;
          return;
        }
        await pause(LOOK_AGAIN_MS);
      }
    });

  submission
    .command("note <id> <text>")
    .description("change the note that your team reads")
    .option("--json", "answer as JSON")
    .action(async (id: string, note: string, { json }: Json) => {
      const answer = await client().put(`/submissions/${encodeURIComponent(id)}/note`, Submission, { note });
      print(json, answer, () => text(answer));
    });

  submission
    .command("final <id>")
    .description("choose it as a final submission")
    .option("--not", "take the choice back")
    .option("--json", "answer as JSON")
    .action(async (id: string, { json, not }: Json & { not?: boolean }) => {
      const place = `/submissions/${encodeURIComponent(id)}/final`;
      const answer = await client().put(place, Submission, { final: !not });
      print(json, answer, () => `#${answer.number} is ${answer.final ? "final" : "not final"}.`);
    });

  program
    .command("quota <slug>")
    .description("what your team may still hand in")
    .option("--json", "answer as JSON")
    .action(async (slug: string, { json }: Json) => {
      const answer = await client().get(`/competitions/${encodeURIComponent(slug)}/quotas`, Quotas);
      print(json, answer, () =>
        answer.phases
          .map((phase) =>
            facts([
              ["Phase", String(phase.phase)],
              [
                "Left today",
                phase.leftToday === null ? "no limit" : `${phase.leftToday} of ${phase.maxPerDay}`,
              ],
              [
                "Left this month",
                phase.leftMonth === null ? "no limit" : `${phase.leftMonth} of ${phase.maxPerMonth}`,
              ],
              [
                "Left in all",
                phase.leftTotal === null ? "no limit" : `${phase.leftTotal} of ${phase.maxTotal}`,
              ],
              ["Day turns", minute(phase.dayEndsAt)],
            ]),
          )
          .join("\n\n"),
      );
    });

  submission
    .command("cancel <id>")
    .description("take it back before it is judged, or stop its run")
    .option("--json", "answer as JSON")
    .action(async (id: string, { json }: Json) => {
      const answer = await client().post(`/submissions/${encodeURIComponent(id)}/cancel`, Submission);
      print(json, answer, () => `#${answer.number} is ${answer.state}.`);
    });
}

function came(run: z.infer<typeof Reproductions>["runs"][number]): string {
  if (run.same === null) return `${run.task}: no result to compare (${run.cause ?? run.state})`;
  const differs = [...run.result, ...run.circumstances].map(({ sentence }) => `  ${plain(sentence)}`);
  return [`${run.task}: ${run.same ? "the same" : "not the same"}`, ...differs].join("\n");
}

function ran({ task, limits, organisers, ...how }: z.infer<typeof HowItRanAll>["runs"][number]): string {
  return facts([
    ["Task", `${task}, version ${how.taskVersion}`],
    ["Image", how.image],
    ["Seed", String(how.seed)],
    [
      "Limits",
      Object.entries(limits)
        .map(([name, most]) => `${name}=${most}`)
        .join(" "),
    ],
    ["Machine", [how.processor, how.devices].filter(Boolean).join(", ")],
    ["Engine", [how.engine, how.runtime, how.kernel].filter(Boolean).join(", ")],
    ["Podium", how.podium],
    ["Judge host", organisers?.host ?? null],
    ["Submission", how.submission.sha256],
    ["Prediction", how.predictionDigest],
    ["Scoring", organisers?.scoringDigest ?? null],
  ]);
}

const text = (s: Shown): string =>
  facts([
    ["Submission", `#${s.number} (${s.id})`],
    ["Competition", `${s.competition}, phase ${s.phase}`],
    ["Team", s.teamName],
    ["File", s.fileName],
    ["Note", s.note],
    ["Handed in", minute(s.submittedAt)],
    ["State", s.cause && s.state !== "scored" ? `${s.state}: ${s.cause}` : s.state],
    ["Why", s.state === "scored" ? null : s.explanation],
    ["Quota", s.counts ? null : "does not count"],
    ["Final", s.final ? "yes" : null],
    ...s.scores.map((score): [string, string] => [score.title, score.value]),
  ]);

/** Scores as a table, then what `diff -u` would say of each file, as far as the server tells it. */
function compared({ a, b, scores, files }: z.infer<typeof Comparison>): string {
  const parts = [
    table(
      [
        { title: "SCORE" },
        { title: `#${a.number}`, numeric: true },
        { title: `#${b.number}`, numeric: true },
        { title: "DELTA", numeric: true },
      ],
      scores.map((row) => [row.title, row.a ?? "-", row.b ?? "-", row.delta ?? "-"]),
    ),
  ];
  if (!files) return parts.join("\n");
  parts.push(`${files.same} files are the same.${files.more ? " Not all of the others are listed." : ""}`);
  for (const { name, change, diff, why } of files.changes) {
    parts.push(`${change} ${plain(name)}${why ? ` (${why})` : ""}`);
    for (const lines of diff ?? [])
      parts.push("@@", ...lines.map(({ sign, text }) => plain(`${sign}${text}`)));
  }
  return parts.join("\n");
}
