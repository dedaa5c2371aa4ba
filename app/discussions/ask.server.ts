import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { clarifications } from "../../db/schema/index.ts";
import { competitionBySlug } from "../competitions/queries.server.ts";
import { entryOf } from "../entries/queries.server.ts";
import { tooMany } from "../people/limit.server.ts";
import { mayTakePart } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { tellOrganisers } from "./tell-organisers.server.ts";

export const QUESTION_LENGTH = 4000;

/** A team asks the organisers, in private. */
export async function ask(command: {
  viewer: SignedInViewer;
  slug: string;
  /** The task it is about, by its place in the competition. */
  task: number | null;
  question: string;
  now: Date;
}): Promise<Outcome<{ id: string }>> {
  const { viewer, now } = command;
  const competition = await competitionBySlug(viewer, command.slug, now);
  if (!competition) return refused("not_found", "competitions.refusals.notFound");
  if (!mayTakePart(viewer)) return refused("forbidden", "entries.refusals.unverified");
  const entry = await entryOf(viewer, competition.id);
  if (!entry || !["accepted", "pending"].includes(entry.state))
    return refused("forbidden", "discussions.refusals.teamsAsk");
  if (competition.state !== "published") return refused("closed", "discussions.refusals.closed");
  const question = command.question.replace(/\r\n/g, "\n").trim();
  if (!question) return refused("invalid", "discussions.refusals.noQuestion", { field: "question" });
  if (question.length > QUESTION_LENGTH)
    return refused("invalid", "discussions.refusals.tooLong", {
      field: "question",
      values: { max: QUESTION_LENGTH },
    });
  const task = command.task === null ? null : competition.tasks.find((t) => t.position === command.task);
  if (task === undefined) return refused("invalid", "discussions.refusals.noSuchTask", { field: "task" });
  const most = webConfig().QUESTIONS_PER_HOUR;
  if (await tooMany(`ask:${viewer.person.id}`, most, 3600, now))
    return refused("over_quota", "discussions.refusals.tooOften", { values: { max: most } });
  return db.transaction(async (tx) => {
    const [row] = await tx
      .insert(clarifications)
      .values({
        competitionId: competition.id,
        taskId: task?.id ?? null,
        entryId: entry.id,
        personId: viewer.person.id,
        question,
        createdAt: now,
      })
      .returning({ id: clarifications.id });
    if (!row) throw new Error("a question was not written");
    await tellOrganisers(tx, competition.id, now);
    return done(row);
  });
}
