import { access } from "node:fs/promises";
import { Readable } from "node:stream";
import { eq, getTableName, is, sql } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { sweep } from "../../app/submissions/sweep.server.ts";
import { expireUploads } from "../../app/submissions/uploads.server.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { blobReferences, sweepBlobs } from "../../db/blobs/sweep.ts";
import { db } from "../../db/connect.ts";
import * as schema from "../../db/schema/index.ts";
import { aPerson } from "../factories/people.ts";
import { aContest, aSubmission, aTeamIn } from "../factories/submissions.ts";

const { blobs, uploads } = schema;
const DAY = 86_400_000;
const store = (text: string) => blobStore().put(Readable.from([text]), { maxBytes: 1000 });
const soon = () => new Date(Date.now() + DAY);
const isThere = async (hash: string) => {
  const [row] = await db.select().from(blobs).where(eq(blobs.hash, hash));
  const file = await blobStore()
    .path(hash)
    .then(access)
    .then(
      () => true,
      () => false,
    );
  expect(row !== undefined, "row and file go together").toBe(file);
  return file;
};
const aged = (hash: string, days: number) =>
  db
    .update(blobs)
    .set({ createdAt: new Date(Date.now() - days * DAY) })
    .where(eq(blobs.hash, hash));

test("what nothing refers to goes after its time of grace, what a submission or an upload needs stays", async () => {
  const alone = await store("nobody needs this");
  const contest = await aContest();
  const team = await aTeamIn(contest);
  const submission = await aSubmission(contest, team);
  const [handedIn] = await db
    .select()
    .from(schema.submissions)
    .where(eq(schema.submissions.id, submission.id));
  const waiting = await store("an upload that waits");
  await db
    .insert(uploads)
    .values({ personId: team.id, fileName: "a.zip", size: 1, blobHash: waiting.hash, createdAt: new Date() });
  expect(await sweepBlobs(blobStore(), new Date(Date.now() - DAY))).toBe(0);
  expect(await isThere(alone.hash)).toBe(true);
  await sweepBlobs(blobStore(), soon());
  expect(await isThere(alone.hash)).toBe(false);
  for (const hash of [handedIn!.blobHash, waiting.hash]) expect(await isThere(hash)).toBe(true);
});

test("every column that the schema lets refer to a blob is asked, whatever its table", async () => {
  const declared = Object.values<unknown>(schema)
    .filter((table): table is PgTable => is(table, PgTable))
    .flatMap((table) =>
      getTableConfig(table)
        .foreignKeys.map((key) => key.reference())
        .filter(({ foreignTable }) => getTableName(foreignTable) === "blobs")
        .map(({ columns }) => `${getTableName(table)}.${columns[0]!.name}`),
    );
  const asked = (await blobReferences()).map(({ table, column }) => `${table}.${column}`);
  expect(declared.length).toBeGreaterThan(10);
  expect(asked.sort()).toEqual(declared.sort());
});

test("a table that comes later is asked as well", async () => {
  await db.execute(sql`create table invented (content text references blobs(hash))`);
  const needed = await store("an invention");
  await db.execute(sql`insert into invented values (${needed.hash})`);
  await sweepBlobs(blobStore(), soon());
  expect(await isThere(needed.hash)).toBe(true);
  await db.execute(sql`drop table invented`);
});

test("content that is brought again begins its time of grace anew", async () => {
  const { hash } = await store("twice");
  await aged(hash, 30);
  await store("twice");
  await sweepBlobs(blobStore(), new Date(Date.now() - DAY));
  expect(await isThere(hash)).toBe(true);
});

test("a reference that is being written while the sweeper comes by keeps its content", async () => {
  const { hash } = await store("just in time");
  await aged(hash, 30);
  const { id: personId } = await aPerson();
  await db.transaction(async (tx) => {
    await tx.insert(uploads).values({ personId, fileName: "a", size: 1, blobHash: hash });
    // Not committed yet: the sweeper sees no reference, and the database does.
    expect(await sweepBlobs(blobStore(), new Date(Date.now() - DAY))).toBe(0);
  });
  expect(await isThere(hash)).toBe(true);
});

test("bringing and sweeping the same content at once leaves row and file together", async () => {
  const { hash } = await store("back and forth");
  for (let turn = 0; turn < 10; turn += 1) {
    await aged(hash, 30);
    await Promise.all([
      sweepBlobs(blobStore(), new Date(Date.now() - DAY)),
      store("back and forth"),
      sweepBlobs(blobStore(), new Date(Date.now() - DAY)),
    ]);
    expect(await isThere(hash)).toBe(true);
  }
});

test("an upload that was finished and never handed in goes, and its content after it", async () => {
  const { id: personId } = await aPerson();
  const { hash } = await store("forgotten");
  await aged(hash, 30);
  const created = new Date(Date.now() - 3 * DAY);
  const [upload] = await db
    .insert(uploads)
    .values({ personId, fileName: "a", size: 1, blobHash: hash, createdAt: created })
    .returning();
  expect(await expireUploads(new Date(created.getTime() + 60_000))).toBe(0);
  await sweep(new Date());
  expect(await db.select().from(uploads).where(eq(uploads.id, upload!.id))).toEqual([]);
  expect(await isThere(hash)).toBe(false);
});
