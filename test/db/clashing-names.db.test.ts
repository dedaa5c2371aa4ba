import { randomUUID } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import { expect, test } from "vitest";
import { nameKey } from "../../app/teams/team-name.ts";
import { migrateDatabase } from "../../db/migrate.ts";

/** An empty database brought up to the migration named `last`, as an installation of that day is. */
async function databaseOf(last: string) {
  const url = new URL(process.env.DATABASE_URL ?? "");
  const admin = postgres(url.href, { max: 1 });
  const name = `t_${randomUUID().replaceAll("-", "")}`;
  await admin.unsafe(`create database ${name}`);
  url.pathname = `/${name}`;
  const folder = await mkdtemp(path.join(os.tmpdir(), "podium-migrations-"));
  await cp("db/migrations", folder, { recursive: true });
  const file = path.join(folder, "meta/_journal.json");
  const journal = JSON.parse(await readFile(file, "utf8")) as { entries: { tag: string }[] };
  const end = journal.entries.findIndex(({ tag }) => tag === last);
  expect(end).toBeGreaterThan(-1);
  await writeFile(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, end + 1) }));
  await migrateDatabase(url.href, folder);
  const sql = postgres(url.href, { max: 1 });
  return {
    url: url.href,
    sql,
    drop: async () => {
      await sql.end();
      await admin.unsafe(`drop database ${name} with (force)`);
      await admin.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

test("teams whose names were taken for each other survive the upgrade, and the oldest entry keeps the name", async () => {
  const { url, sql, drop } = await databaseOf("0005_give_waiting_runs_their_turn");
  try {
    const competition = async (slug: string) =>
      (await sql`insert into competitions (slug, title) values (${slug}, '{"en":"Cup"}') returning id`)[0]
        ?.id;
    const [cup, other] = [await competition("cup"), await competition("other")];
    const enter = async (name: string, day: number, { into = cup, state = "accepted" } = {}) => {
      const [team] =
        await sql`insert into teams (name, invite_code) values (${name}, ${randomUUID()}) returning id`;
      const [entry] =
        await sql`insert into entries (competition_id, team_id, state, rules_version, created_at)
        values (${into}, ${team?.id}, ${state}, 1, ${new Date(Date.UTC(2026, 0, day))}) returning id`;
      return entry?.id as string;
    };
    const younger = await enter("rocket  SCIENCE", 3);
    const oldest = await enter("Rocket Science", 1);
    const youngest = await enter("Rocket Science", 4);
    const sameMoment = [await enter("双子", 5), await enter("双子", 5)];
    const withdrawn = await enter("Rocket Science", 2, { state: "withdrawn" });
    const elsewhere = await enter("Rocket Science", 6, { into: other });

    await migrateDatabase(url);

    const rows = await sql<{ id: string; key: string; name: string }[]>`
      select e.id, e.name_key as key, t.name from entries e join teams t on t.id = e.team_id`;
    const key = (id: string) => rows.find((row) => row.id === id)?.key;
    const plain = nameKey("Rocket Science");
    expect([key(oldest), key(withdrawn), key(elsewhere)]).toEqual([plain, plain, plain]);
    expect([key(younger), key(youngest)]).toEqual([`${plain} ${younger}`, `${plain} ${youngest}`]);
    expect(sameMoment.filter((id) => key(id) === "双子")).toHaveLength(1);
    // Nobody is renamed on the boards behind their backs.
    expect(rows.filter(({ name }) => name === "Rocket Science")).toHaveLength(4);
    await expect(enterAgain(sql, cup, plain)).rejects.toThrow("entries_name");
  } finally {
    await drop();
  }
});

async function enterAgain(sql: postgres.Sql, competitionId: string, key: string) {
  const [team] =
    await sql`insert into teams (name, invite_code) values ('Rocket Science', 'again') returning id`;
  await sql`insert into entries (competition_id, team_id, state, rules_version, name_key)
    values (${competitionId}, ${team?.id}, 'accepted', 1, ${key})`;
}
