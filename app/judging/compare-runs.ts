import type { Facts } from "../../judge/contract/protocol.ts";
import { CALLED_OFF, CAUSES, isPlatformFault } from "../../judge/contract/verdict.ts";
import { devicesOf, processorOf, runtimeOf } from "../submissions/ran-on.ts";

/** The causes that say something of the submission: what the platform or somebody ended cannot be compared. */
export const COMPARABLE = CAUSES.filter((cause) => !isPlatformFault(cause) && !CALLED_OFF.includes(cause));

/** A run as it ended. Scores are decimal texts by metric key. */
export type EndedRun = {
  cause: string | null;
  scores: Record<string, string>;
  facts: Facts | null;
  /** Where it ran, as its operators call it. */
  host: string | null;
};

const STEPS = ["prediction", "scoring"] as const;
/** What a result is made of. */
export const RESULTS = ["verdict", "score", "exit", "fileChanged", "fileGone", "fileNew", "files"] as const;
/** What may explain another result. */
export const CIRCUMSTANCES = [
  "podium",
  "image",
  "imageId",
  "submittedImage",
  "host",
  "engine",
  "runtime",
  "kernel",
  "processor",
  "memory",
  "devices",
] as const;

/** One thing that is not as it was. `subject` is what of it: a metric, a step, a file. */
export type Difference<Kind extends string> = { kind: Kind; subject: string; before: string; after: string };
export type Compared = {
  result: Difference<(typeof RESULTS)[number]>[];
  circumstances: Difference<(typeof CIRCUMSTANCES)[number]>[];
};

const NONE = "–";
/** A step may leave many files: so many differences are enough to see that it is another result. */
const MOST = 50;

/**
 * What a run that was done again brought otherwise than the first time: verdict, scores digit by digit, exit codes
 * and the files it left; and beside that what it ran on that was not the same. No result means the same result.
 */
export function compareRuns(before: EndedRun, after: EndedRun): Compared {
  const result: Compared["result"] = [];
  const circumstances: Compared["circumstances"] = [];
  const put = <K extends string>(
    to: Difference<K>[],
    kind: K,
    subject: string,
    ...[a, b]: [unknown, unknown]
  ) => {
    const [was, is] = [said(a), said(b)];
    if (was !== is && to.length < MOST) to.push({ kind, subject, before: was, after: is });
  };
  put(result, "verdict", "", before.cause, after.cause);
  for (const key of bothKeys(before.scores, after.scores))
    put(result, "score", key, before.scores[key], after.scores[key]);
  const [was, is] = [before.facts, after.facts];
  for (const step of STEPS) {
    put(result, "exit", step, was?.[`${step}Exit`], is?.[`${step}Exit`]);
    const digests = [was?.[`${step}Digest`], is?.[`${step}Digest`]] as const;
    if (said(digests[0]) === said(digests[1])) continue;
    const files = [was?.[`${step}Files`], is?.[`${step}Files`]] as const;
    if (!files[0] || !files[1]) {
      put(result, "files", step, ...digests);
      continue;
    }
    const [old, now] = files.map((list) => Object.fromEntries(list!.map((file) => [file.name, file.sha256])));
    for (const name of bothKeys(old!, now!)) {
      const kind = !(name in now!) ? "fileGone" : !(name in old!) ? "fileNew" : "fileChanged";
      put(result, kind, `${step}/${name}`, old![name], now![name]);
    }
  }
  const ran = [was?.ran, is?.ran] as const;
  put(circumstances, "podium", "", ran[0]?.podium, ran[1]?.podium);
  put(circumstances, "image", "", ran[0]?.image, ran[1]?.image);
  put(circumstances, "imageId", "", ran[0]?.imageId, ran[1]?.imageId);
  put(circumstances, "submittedImage", "", ran[0]?.submittedImageId, ran[1]?.submittedImageId);
  put(circumstances, "host", "", before.host, after.host);
  put(circumstances, "engine", "", was?.engine, is?.engine);
  put(circumstances, "runtime", "", runtimeOf(was), runtimeOf(is));
  put(circumstances, "kernel", "", ran[0]?.kernel, ran[1]?.kernel);
  put(circumstances, "processor", "", processorOf(was), processorOf(is));
  put(circumstances, "memory", "", ran[0]?.memoryBytes, ran[1]?.memoryBytes);
  put(circumstances, "devices", "", devicesOf(was), devicesOf(is));
  return { result, circumstances };
}

const said = (value: unknown): string => (value == null || value === "" ? NONE : String(value));
const bothKeys = (a: object, b: object) => [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
