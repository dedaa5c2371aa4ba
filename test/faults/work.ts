import { createHash, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Created, Entry, Imported, Published, Submitted, Token } from "../../app/api/shapes.ts";
import { type Client, Refused } from "../../app/cli/client.ts";
import { connection } from "../../db/connect.ts";
import type { Cause } from "../../judge/contract/verdict.ts";
import { scorer, zipOf } from "../support/bundle.ts";
import type { Chance } from "./chance.ts";

/** Longer than any program here runs by itself, but for the endless one. */
const WALL_S = 8;
/** How many submissions wait or are judged while faults happen. */
const KEEP_OPEN = 8;
const LOOK_MS = 200;
const TRUTH = [0, 1, 4, 9, 16, 25, 36];

/** What a submission must end with when only its own doing counts. `value`: its accuracy. */
type Expected = { kind: string; cause: Cause; value: number | null };

export type Handed = {
  /** By the SHA-256 of what was handed in. */
  expected: Map<string, Expected & { team: string }>;
  /** Submissions that the web said it had taken. */
  taken: Set<string>;
};

const lines = (right: number, sleepS: number) =>
  [...(sleepS ? [`sleep ${sleepS}`] : []), ...TRUTH.map((n, i) => (i < right ? n : -1))].join("\n");

const program = (code: string) => ({ metadata: "command: python3 main.py\n", "main.py": code });

type Kind = (chance: Chance) => { files: Record<string, string>; cause: Cause; right?: number };
const results = (chance: Chance, sleepS: number): ReturnType<Kind> => {
  const right = chance.whole(0, TRUTH.length);
  return { files: { "answers.txt": lines(right, sleepS) }, cause: "accepted", right };
};
/** The kinds of submissions, each as often as it is named. */
const KINDS: [name: string, kind: Kind][] = [
  ["quick", (chance) => results(chance, 0)],
  ["quick", (chance) => results(chance, 0)],
  ["slow", (chance) => results(chance, Number(chance.between(0.5, 4).toFixed(1)))],
  ["slow", (chance) => results(chance, Number(chance.between(0.5, 4).toFixed(1)))],
  [
    "code",
    (chance) => {
      const right = chance.whole(0, TRUTH.length);
      const code = `import time\ntime.sleep(${chance.between(0, 2).toFixed(1)})\nopen("/app/output/answers.txt", "w").write("""${lines(right, 0)}""")\n`;
      return { files: program(code), cause: "accepted", right };
    },
  ],
  ["broken", () => ({ files: { "other.txt": "no answers" }, cause: "exit_nonzero" })],
  [
    "flood",
    () => ({
      files: program(`open("/app/output/much", "wb").write(b"x" * (16 << 20))\n`),
      cause: "output_limit",
    }),
  ],
  ["hog", () => ({ files: program(`x = b"x" * (400 << 20)\nprint(len(x))\n`), cause: "out_of_memory" })],
  ["endless", () => ({ files: { "answers.txt": lines(1, 600) }, cause: "timed_out" })],
];

/** A competition whose submissions all count against a quota, which is never used up. */
const bundle = () =>
  zipOf({
    "competition.yaml": `
version: 2
title: Squares among faults
image: logo.png
terms: terms.md
registration_auto_approve: true
docker_image: faults/python:1
pages: [{title: Overview, file: terms.md}]
tasks:
  - {index: 0, name: Squares, scoring_program: scoring_program, reference_data: reference_data}
phases:
  - {name: Only, index: 0, start: 2020-01-01, tasks: [0], max_submissions_per_day: 100000, max_submissions: 100000, execution_time_limit: ${WALL_S}}
leaderboards:
  - title: Results
    key: main
    submission_rule: Force_Best
    columns:
      - {title: Accuracy, key: accuracy, index: 0, sorting: desc, precision: 4}
`,
    "logo.png": Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    ),
    "terms.md": "Be fair.",
    "reference_data/truth.txt": `${TRUTH.join("\n")}\n`,
    ...Object.fromEntries(Object.entries(scorer()).map(([name, text]) => [`scoring_program/${name}`, text])),
  });

/** Publishes the competition and enters teams; answers who hands in. */
export async function openCompetition(
  owner: Client,
  teams: number,
): Promise<{ slug: string; teams: Map<string, Client> }> {
  const { slug } = await owner.post("/competitions", Imported, { archive: await bundle() });
  await owner.post(`/competitions/${slug}/publish`, Published);
  const entered = new Map<string, Client>();
  for (let n = 1; n <= teams; n++) {
    const who = {
      name: `Captain ${n}`,
      email: `captain${n}@faults.example`,
      password: "a long enough password",
    };
    await owner.post("/people", Created, { body: who });
    const { token } = await owner.post("/tokens", Token, {
      body: { email: who.email, password: who.password, name: "faults", scopes: ["read", "take_part"] },
    });
    const team = owner.as(token);
    const teamName = `Team ${n}`;
    await team.post(`/competitions/${slug}/entries`, Entry, { body: { teamName, acceptRules: true } });
    entered.set(teamName, team);
  }
  return { slug, teams: entered };
}

const openNow = async () => {
  const [row] = await connection().client<{ open: number }[]>`
    select count(*)::int as open from submissions where state in ('queued', 'running')`;
  return row?.open ?? 0;
};

/** Hands in one submission; whether it was taken is unknown when the web goes away meanwhile. */
async function handIn(
  handed: Handed,
  slug: string,
  teams: Map<string, Client>,
  chance: Chance,
): Promise<void> {
  const [kind, make] = chance.pick(KINDS);
  const team = chance.pick([...teams.keys()]);
  const { files, cause, right } = make(chance);
  const archive = await zipOf({ ...files, "nonce.txt": randomUUID() });
  const hash = createHash("sha256").update(archive).digest("hex");
  const value = right === undefined ? null : Number((right / TRUTH.length).toFixed(10));
  handed.expected.set(hash, { kind, cause, value, team });
  try {
    const { id } = await teams.get(team)!.post(`/competitions/${slug}/submissions`, Submitted, { archive });
    handed.taken.add(id);
  } catch (error) {
    // A refusal would be a promise broken: there is room for all of them.
    if (error instanceof Refused && error.status < 500) throw error;
  }
}

/** Keeps the judges busy until told to stop. */
export function startWork(handed: Handed, slug: string, teams: Map<string, Client>, chance: Chance) {
  const stopped = new AbortController();
  const working = (async () => {
    while (!stopped.signal.aborted) {
      const open = await openNow().catch(() => KEEP_OPEN);
      if (open < KEEP_OPEN) await handIn(handed, slug, teams, chance);
      else await pause(LOOK_MS, undefined, { signal: stopped.signal }).catch(() => {});
    }
  })();
  working.catch(() => {});
  return {
    async stop() {
      stopped.abort();
      await working;
    },
  };
}
