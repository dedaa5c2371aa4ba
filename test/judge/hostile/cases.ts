import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { CAUSES, type Cause } from "../../../judge/contract/verdict.ts";
import type { Files, Given } from "../support.ts";

/** One hostile program or archive: what it tries, what may come of it, and how it is given to the judge. */
export type Case = { name: string; tries: string; causes: Cause[]; onGvisor: Cause[]; given: Given };

const FOLDER = path.join("test", "judge", "hostile");
const TRUTH = "a b c";
const read = (...name: string[]) => readFileSync(path.join(FOLDER, ...name), "utf8");
const command = (text: string) => ({ metadata: `command: ${text}\n` });

/** Scores how many words of the answer equal the truth, and says loudly when something else was answered. */
const SCORING = {
  ...command("python3 score.py"),
  "score.py": `
import json
truth = open("/app/input/ref/truth.txt").read().split()
found = open("/app/input/res/answer.txt").read().split()
json.dump({"score": int(truth == found)}, open("/app/output/scores.json", "w"))
`,
};
const common = { scoring: SCORING, reference: { "truth.txt": TRUTH }, input: { "words.txt": TRUTH } };

/** The lines `# Name: value` that a file begins with. */
function header(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split("\n")) {
    const parts = /^(?:#|\/\/) (\w+): (.*)$/.exec(line);
    if (!parts) break;
    found.set(parts[1]!, parts[2]!);
  }
  return found;
}

function causesOf(text: string | undefined, name: string): Cause[] {
  const causes = (text ?? "").split(" or ").map((one) => one.trim() as Cause);
  if (causes.some((one) => !CAUSES.includes(one)))
    throw new Error(`${name} expects ${text}, which is no cause`);
  return causes;
}

function toCase(name: string, text: string, given: Given): Case {
  const said = header(text);
  const tries = said.get("Tries");
  if (!tries) throw new Error(`${name} does not say what it tries`);
  const causes = causesOf(said.get("Expects"), name);
  const onGvisor = said.has("gVisor") ? causesOf(said.get("gVisor"), name) : causes;
  const limits = Object.fromEntries(
    (said.get("Limits") ?? "")
      .split(" ")
      .filter(Boolean)
      .map((pair) => pair.split("="))
      .map(([key, value]) => [key, Number(value)]),
  );
  return { name, tries, causes, onGvisor, given: { ...given, limits: { ...limits, ...given.limits } } };
}

/** Everything in test/judge/hostile. */
export async function hostileCases(): Promise<Case[]> {
  const attempt = read("programs", "attempt.py");
  const python = (folder: string) =>
    readdirSync(path.join(FOLDER, folder)).filter((file) => file.endsWith(".py") && file !== "attempt.py");
  const programs = python("programs").map((file) => {
    const text = read("programs", file);
    const submission: Files = {
      ...command("python3 $program/main.py"),
      "main.py": text,
      "attempt.py": attempt,
    };
    return toCase(`programs/${file}`, text, { ...common, submission });
  });
  const scorers = python("scoring").map((file) => {
    const text = read("scoring", file);
    const scoring = { ...command("python3 score.py"), "score.py": text };
    return toCase(`scoring/${file}`, text, {
      ...common,
      submission: { "answer.txt": TRUTH },
      scoring,
      detailedResults: true,
    });
  });
  const commands = readdirSync(path.join(FOLDER, "commands")).map((file) => {
    const metadata = read("commands", file);
    return toCase(`commands/${file}`, metadata, { ...common, submission: { metadata, "main.py": "pass" } });
  });
  const archives = await Promise.all(
    readdirSync(path.join(FOLDER, "archives")).map(async (file) => {
      const made = (await import(`./archives/${file}`)) as { default: Buffer; limits?: Given["limits"] };
      const given = { ...common, submission: made.default, limits: made.limits };
      return toCase(`archives/${file}`, read("archives", file), given);
    }),
  );
  return [...programs, ...scorers, ...commands, ...archives];
}
