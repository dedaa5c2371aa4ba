import { eq, getTableColumns, getTableName, is, sql } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { copyCompetition } from "../../app/competitions/copy.server.ts";
import { createCompetition } from "../../app/competitions/create.server.ts";
import { competitionBySlug } from "../../app/competitions/queries.server.ts";
import { db } from "../../db/connect.ts";
import * as schema from "../../db/schema/index.ts";
import { aViewer } from "../factories/forums.ts";

const now = new Date("2026-11-23T09:00:00Z");
const viewer = await aViewer({ role: "organiser" });

/** What a copy must have of each table, but for the columns that are its own. */
const COPIED: Record<string, { own: string[]; moved: string[] }> = {
  competitions: {
    own: [
      "id",
      "slug",
      "title",
      "state",
      "copied_from",
      "goes_first",
      "publish_at",
      "published_at",
      "created_by",
      "created_at",
    ],
    moved: ["entries_from", "entries_until", "teams_lock_at", "merge_until"],
  },
  competition_pages: { own: ["id", "competition_id"], moved: [] },
  rules_versions: { own: ["competition_id"], moved: [] },
  competition_tracks: { own: ["id", "competition_id"], moved: [] },
  phases: { own: ["id", "competition_id", "migrated_at"], moved: ["starts_at", "ends_at", "freeze_at"] },
  tasks: { own: ["id", "competition_id", "track_id"], moved: [] },
  task_versions: { own: ["task_id"], moved: [] },
  phase_tasks: { own: ["phase_id", "task_id"], moved: [] },
  metrics: { own: ["id", "competition_id"], moved: [] },
  boards: { own: ["id", "competition_id", "phase_id", "seq", "generation", "revealed_at"], moved: [] },
  deliverable_slots: { own: ["id", "competition_id", "track_id"], moved: ["due_at"] },
};
/** What belongs to one competition's people and their work. */
const STAYS = [
  "entries",
  "submissions",
  "runs",
  "rejudges",
  "rejudge_boards",
  "rejudge_board_rows",
  "board_drafts",
  "board_draft_events",
  "similarity_reports",
  "quota_grants",
  "standings",
  "board_events",
  "deliverables",
  "deliverable_reminders",
  // A copy runs what its images' names mean when it is published, not what they meant last year.
  "competition_images",
  "image_looks",
];

const TABLES = (Object.values(schema) as unknown[]).filter((value): value is PgTable => is(value, PgTable));
const tableOf = (name: string) => TABLES.find((table) => getTableName(table) === name)!;
/** Moments at which something was written down; they move with nothing. */
const WRITTEN = [
  "created_at",
  "import_confirmed_at",
  "publish_at",
  "published_at",
  "migrated_at",
  "revealed_at",
];

test("every table that hangs on a competition is either copied or known to stay", () => {
  const parents = ["competitions", "phases", "tasks", "boards", "competition_tracks", "deliverable_slots"];
  const hanging = TABLES.filter((table) =>
    getTableConfig(table).foreignKeys.some((key) =>
      parents.includes(getTableName(key.reference().foreignTable)),
    ),
  ).map(getTableName);
  const talk = hanging.filter((name) =>
    /announcement|clarification|discussion|thread|post|question|subscription/.test(name),
  );
  expect(hanging.filter((name) => !COPIED[name] && !STAYS.includes(name) && !talk.includes(name))).toEqual(
    [],
  );
});

test("every date of a copied table is either moved or one at which something was written down", () => {
  for (const [name, { own, moved }] of Object.entries(COPIED)) {
    const dates = Object.values(getTableColumns(tableOf(name)))
      .filter((column) => column.dataType === "date")
      .map((column) => column.name);
    const known = [...own, ...moved, ...WRITTEN];
    expect(
      dates.filter((date) => !known.includes(date)),
      name,
    ).toEqual([]);
  }
});

/** Fills every column that is empty with something that differs from its default, as far as its type allows. */
async function filled(template: "software_cup" | "ai_benchmark") {
  const made = await createCompetition({
    viewer,
    template,
    title: { en: `Last year's ${template}` },
    timeZone: "Europe/Berlin",
    now,
  });
  if (!made.ok) throw new Error(made.refusal.reason);
  const { id, slug } = made.value;
  for (const name of ["competitions", "phases", "boards", "tasks", "metrics", "deliverable_slots"]) {
    const table = tableOf(name);
    const key = name === "competitions" ? "id" : "competition_id";
    const set = Object.values(getTableColumns(table)).flatMap((column) => {
      const skip = [
        ...COPIED[name]!.own,
        "position",
        "key",
        "starts_at",
        "ends_at",
        "edition_id",
        "template",
      ];
      if (skip.includes(column.name) || column.enumValues?.length) return [];
      if (column.dataType === "boolean")
        return [sql`${sql.identifier(column.name)} = not ${sql.identifier(column.name)}`];
      if (column.dataType === "date" && column.name !== "created_at")
        return [
          sql`${sql.identifier(column.name)} = coalesce(${sql.identifier(column.name)}, timestamptz '2026-12-24 11:00Z')`,
        ];
      if (column.columnType === "PgInteger" && !/min_team|primary|final_pos|day_turns/.test(column.name))
        return [sql`${sql.identifier(column.name)} = ${sql.identifier(column.name)} + 1`];
      if (
        column.columnType === "PgText" &&
        !column.notNull &&
        !/logo|hash|_data|_kit|_program/.test(column.name)
      )
        return [sql`${sql.identifier(column.name)} = ${`word for ${column.name}`}`];
      return [];
    });
    await db.execute(sql`update ${table} set ${sql.join(set, sql`, `)} where ${sql.identifier(key)} = ${id}`);
  }
  return { id, slug };
}

const where: Record<string, (id: string) => ReturnType<typeof sql>> = {
  competitions: (id) => sql`id = ${id}`,
  task_versions: (id) => sql`task_id in (select id from tasks where competition_id = ${id})`,
  phase_tasks: (id) => sql`phase_id in (select id from phases where competition_id = ${id})`,
};
async function rowsOf(name: string, id: string) {
  const condition = where[name]?.(id) ?? sql`competition_id = ${id}`;
  const rows = [
    ...(await db.execute(sql`select to_jsonb(t) as row from ${sql.identifier(name)} t where ${condition}`)),
  ].map((r) => r.row as Record<string, unknown>);
  const own = COPIED[name]!.own;
  return rows
    .map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => !own.includes(column))))
    .sort((a, b) =>
      JSON.stringify([a.position, a.version]).localeCompare(JSON.stringify([b.position, b.version])),
    );
}

test.each(["software_cup", "ai_benchmark"] as const)(
  "a copy of a %s has every column of every table, its dates moved by as much as its start",
  async (template) => {
    const from = await filled(template);
    // The operators' word, given to one competition.
    await db.update(schema.competitions).set({ goesFirst: true }).where(eq(schema.competitions.id, from.id));
    const before = await competitionBySlug(viewer, from.slug, now);
    const startsAt = new Date(before!.phases[0]!.startsAt.getTime() + 364 * 86_400_000);
    const copied = await copyCompetition({
      viewer,
      slug: from.slug,
      title: { en: "This year's" },
      startsAt,
      now,
    });
    if (!copied.ok) throw new Error(copied.refusal.reason);

    for (const [name, { moved }] of Object.entries(COPIED)) {
      const [old, fresh] = [await rowsOf(name, from.id), await rowsOf(name, copied.value.id)];
      const expected = old.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([column, value]) => [
            column,
            moved.includes(column) && value
              ? new Date(Date.parse(String(value)) + 364 * 86_400_000).toISOString()
              : value,
          ]),
        ),
      );
      const read = fresh.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([column, value]) => [
            column,
            moved.includes(column) && value ? new Date(String(value)).toISOString() : value,
          ]),
        ),
      );
      expect(read, name).toEqual(expected);
    }
    const draft = await competitionBySlug(viewer, copied.value.slug, now);
    const [made] = await db
      .select()
      .from(schema.competitions)
      .where(eq(schema.competitions.id, copied.value.id));
    expect(made).toMatchObject({ goesFirst: false });
    expect(draft).toMatchObject({ state: "draft", copiedFrom: from.id, title: { en: "This year's" } });
    expect(draft!.phases.map((p) => p.taskIds.length)).toEqual(before!.phases.map((p) => p.taskIds.length));
    const ids = new Set(before!.tasks.map((task) => task.id));
    for (const id of draft!.phases.flatMap((p) => p.taskIds)) expect(ids).not.toContain(id);
  },
);

test("noon stays noon when the copy's dates fall on the other side of a change of clocks", async () => {
  const from = await createCompetition({
    viewer,
    template: "ai_benchmark",
    title: { en: "Clock" },
    timeZone: "Europe/Berlin",
    now: new Date("2026-03-01T08:00:00Z"),
  });
  if (!from.ok) throw new Error(from.refusal.reason);
  const startsAt = new Date("2026-03-11T08:00:00Z");
  const copied = await copyCompetition({ viewer, slug: from.value.slug, title: {}, startsAt, now });
  if (!copied.ok) throw new Error(copied.refusal.reason);
  const [phase] = (await competitionBySlug(viewer, copied.value.slug, now))!.phases;
  // From 29 March, 12:00, to 8 April, 12:00: both are summer; its start went from winter to winter.
  expect(phase).toMatchObject({ startsAt, endsAt: new Date("2026-04-08T10:00:00Z") });
});

test("only organisers of the earlier one copy it, and the copy belongs to whoever made it", async () => {
  const from = await filled("ai_benchmark");
  const other = await aViewer();
  const command = { slug: from.slug, title: {}, startsAt: now, now };
  expect(await copyCompetition({ ...command, viewer: other })).toMatchObject({
    refusal: { code: "forbidden" },
  });
  const mayCreate = {
    ...other,
    grants: [{ role: "organiser" as const, scope: "forum" as const, scopeId: from.id }],
  };
  expect(await copyCompetition({ ...command, viewer: mayCreate })).toMatchObject({ ok: false });
  const copied = await copyCompetition({ ...command, viewer });
  if (!copied.ok) throw new Error(copied.refusal.reason);
  const held = await db.select().from(schema.grants).where(eq(schema.grants.scopeId, copied.value.id));
  expect(held).toMatchObject([{ personId: viewer.person.id, role: "organiser" }]);
});
