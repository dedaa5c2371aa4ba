import { randomInt } from "node:crypto";
import { db, type Transaction } from "../../db/connect.ts";
import {
  boards,
  competitionPages,
  competitions,
  competitionTracks,
  deliverableSlots,
  grants,
  metrics,
  phases,
  phaseTasks,
  rulesVersions,
  tasks,
  taskVersions,
} from "../../db/schema/index.ts";
import { LOCALES, type Localized } from "../../db/vocabulary.ts";
import { recordAct } from "../people/audit.server.ts";
import { mayCreate } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { localized } from "../web/format.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { slugOf } from "./bundle/language.ts";
import type { NewCompetition } from "./forms.ts";
import { freeSlug } from "./free-slug.server.ts";
import { packTexts } from "./pack.server.ts";
import type { Draft } from "./templates/draft.ts";
import { draftOf } from "./templates.ts";

const BOARD_TITLE: Localized = { en: "Leaderboard", "zh-Hans": "排行榜", "zh-Hant": "排行榜" };
const chance = () => randomInt(2 ** 32) / 2 ** 32;

/** Makes a draft competition as its template says, with its creator as organiser. */
export async function createCompetition(
  command: NewCompetition & { viewer: SignedInViewer; now: Date },
): Promise<Outcome<{ id: string; slug: string }>> {
  const { viewer, template, now } = command;
  if (!mayCreate(viewer)) return refused("forbidden", "competitions.refusals.mayNotCreate");
  const draft = draftOf(template, { now, timeZone: command.timeZone, chance });
  const files = draft.task && (await packed(draft.task.files));
  return db.transaction(async (tx) => {
    const slug = await freeSlug(tx, command.slug ?? slugFor(command));
    if (command.slug && slug !== command.slug)
      return refused("conflict", "editor.refusals.slugTaken", { field: "slug" });
    const id = await insert(tx, { command, slug, draft, files });
    await tx.insert(grants).values({
      personId: viewer.person.id,
      role: "organiser",
      scope: "competition",
      scopeId: id,
      grantedBy: viewer.person.id,
    });
    await recordAct(tx, {
      viewer,
      act: "competition.created",
      competitionId: id,
      subjectId: id,
      details: { template, slug },
      now,
    });
    return done({ id, slug });
  });
}

/** From the English title, else from what kind of competition it is: an address is typed on many keyboards. */
function slugFor({ title, template, now }: NewCompetition & { now: Date }): string {
  const words = slugOf(title.en ?? title["zh-Hans"] ?? title["zh-Hant"] ?? "");
  return words === "competition" ? `${template.replace("_", "-")}-${now.getUTCFullYear()}` : words;
}

async function packed(files: NonNullable<Draft["task"]>["files"]) {
  const [scoringProgram, referenceData, inputData, publicData, startingKit] = await Promise.all(
    [files.scoringProgram, files.referenceData, files.inputData, files.publicData, files.startingKit].map(
      packTexts,
    ),
  );
  return {
    task: { scoringProgram: scoringProgram!, referenceData: referenceData!, inputData: inputData! },
    kit: { publicData: publicData!, startingKit: startingKit! },
  };
}
type Packed = Awaited<ReturnType<typeof packed>>;

async function insert(
  tx: Transaction,
  given: {
    command: NewCompetition & { viewer: SignedInViewer; now: Date };
    slug: string;
    draft: Draft;
    files: Packed | null;
  },
): Promise<string> {
  const { command, slug, draft, files } = given;
  const { viewer, now } = command;
  const by = { createdBy: viewer.person.id, createdAt: now };
  const [made] = await tx
    .insert(competitions)
    .values({
      ...draft.settings,
      slug,
      title: command.title,
      summary: draft.summary,
      timeZone: command.timeZone,
      rules: draft.rules,
      template: draft.template,
      ...by,
    })
    .returning({ id: competitions.id });
  const competitionId = made!.id;
  const placed = <T>(rows: T[]) => rows.map((row, position) => ({ ...row, competitionId, position }));
  await tx
    .insert(rulesVersions)
    .values({ competitionId, version: 1, rules: draft.rules, format: "markdown", ...by });
  await tx
    .insert(competitionPages)
    .values(placed(draft.pages).map((page) => ({ ...page, format: "markdown" as const })));
  if (draft.tracks.length) await tx.insert(competitionTracks).values(placed(draft.tracks));
  // Columns and boards have one title each: in the language that the competition is named in.
  const locale = LOCALES.find((one) => command.title[one]) ?? "en";
  const columns = draft.metrics.map((metric) => ({ ...metric, title: localized(metric.title, locale) }));
  if (columns.length) await tx.insert(metrics).values(placed(columns));
  if (draft.slots.length) await tx.insert(deliverableSlots).values(placed(draft.slots));
  let taskId: string | null = null;
  if (draft.task && files) {
    const { name, description } = draft.task;
    const [task] = await tx
      .insert(tasks)
      .values({ competitionId, position: 0, name, description, ...files.task })
      .returning({ id: tasks.id });
    taskId = task!.id;
    await tx.insert(taskVersions).values({ taskId, version: 1, ...files.task, ...by });
  }
  for (const [position, { judged, ...phase }] of draft.phases.entries()) {
    const [row] = await tx
      .insert(phases)
      .values({ ...phase, competitionId, position, ...(judged && files?.kit) })
      .returning({ id: phases.id });
    const phaseId = row!.id;
    if (judged && taskId) await tx.insert(phaseTasks).values({ phaseId, taskId, position: 0 });
    const title = localized(BOARD_TITLE, locale);
    await tx.insert(boards).values({ competitionId, phaseId, title, ...draft.board });
  }
  return competitionId;
}
