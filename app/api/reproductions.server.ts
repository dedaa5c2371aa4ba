import type { Locale } from "../../db/vocabulary.ts";
import { reproduce } from "../judging/reproduce.server.ts";
import { type Reproduction, reproductionsOf } from "../judging/reproductions.server.ts";
import { submissionById } from "../submissions/queries.server.ts";
import { localized } from "../web/format.ts";
import { done, refused } from "../web/outcome.ts";
import { operation } from "./operation.ts";
import { sentence } from "./sentence.ts";
import { HowItRanAll, Reproduced, Reproductions } from "./shapes.ts";
import { signedInHere } from "./signed-in.ts";

const tag = "Submissions";
const noSuch = refused("not_found", "submissions.refusals.notFound");

function compared({ compared, taskName, queuedAt, finishedAt, ...run }: Reproduction, locale: Locale) {
  const said = <D extends { kind: string; subject: string; before: string; after: string }>(
    which: "result" | "circumstances",
    differences: D[] = [],
  ) =>
    differences.map((one) => ({
      ...one,
      sentence: sentence(locale, `submissions.again.${which}.${one.kind}`, one),
    }));
  return {
    ...run,
    task: localized(taskName, locale),
    queuedAt: queuedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    same: compared && compared.result.length === 0,
    result: said("result", compared?.result),
    circumstances: said("circumstances", compared?.circumstances),
  };
}

export const reproductionOperations = [
  operation({
    method: "GET",
    path: "/submissions/{id}/how",
    id: "showHowItRan",
    tag,
    summary: "How each run of a submission was done: image, versions, limits, seed, machine",
    scope: "read",
    answer: HowItRanAll,
    handle: async ({ viewer, params, locale }) => {
      const found = await submissionById(viewer, params.id);
      if (!found) return noSuch;
      const runs = found.runs.flatMap(({ taskName, attempt }) =>
        attempt?.how ? [{ task: localized(taskName, locale), ...attempt.how }] : [],
      );
      return done({ runs });
    },
  }),
  operation({
    method: "POST",
    path: "/submissions/{id}/reproductions",
    id: "reproduceSubmission",
    tag,
    summary: "Run a submission again as it ran then, to compare; it counts for nothing",
    scope: "organise",
    answer: Reproduced,
    status: 201,
    handle: async ({ viewer, params, now }) => {
      const me = signedInHere(viewer);
      return me.ok ? reproduce({ viewer: me.value, submissionId: params.id, now }) : me;
    },
  }),
  operation({
    method: "GET",
    path: "/submissions/{id}/reproductions",
    id: "listReproductions",
    tag,
    summary: "What came out otherwise when a submission was run again, newest first, for organisers",
    scope: "organise",
    answer: Reproductions,
    handle: async ({ viewer, params, locale }) => {
      const found = await reproductionsOf(viewer, params.id);
      return found ? done({ runs: found.map((run) => compared(run, locale)) }) : noSuch;
    },
  }),
];
