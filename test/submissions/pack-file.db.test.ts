import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { submit } from "../../app/submissions/submit.server.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { db } from "../../db/connect.ts";
import { submissions } from "../../db/schema/index.ts";
import { inspectArchive } from "../../judge/contract/archive.ts";
import { aContest, aTeamIn, NOW } from "../factories/submissions.ts";

test("a file of results that is handed in alone is put into a zip, with its own name inside", async () => {
  const contest = await aContest();
  const { viewer } = await aTeamIn(contest);
  const blob = await blobStore().put(Readable.from(["1,2,3"]), { maxBytes: 100 });
  const given = { viewer, slug: contest.slug, blob, fileName: "answers.csv", now: NOW };
  const handed = await submit(given);
  if (!handed.ok) throw new Error(handed.refusal.reason);
  const [row] = await db.select().from(submissions).where(eq(submissions.id, handed.value.id));
  expect(row?.fileName).toBe("answers.csv.zip");
  const limits = { maxFiles: 10, maxBytes: 1000, maxRatio: 100 };
  expect(await inspectArchive(await blobStore().path(row!.blobHash), limits)).toEqual({
    ok: true,
    files: ["answers.csv"],
    bytes: 5,
    folders: 0,
  });
});
