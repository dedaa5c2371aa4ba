// What is left when a web process dies (SIGKILL) between a file that arrived and the commit that uses it.
import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { Upload } from "tus-js-client";
import { beforeAll, expect, test } from "vitest";
import { createToken } from "../../app/people/tokens.server.ts";
import { submitFacts } from "../../app/submissions/form-queries.server.ts";
import { sweep } from "../../app/submissions/sweep.server.ts";
import { finishedUpload, receiveUpload, waitingUploads } from "../../app/submissions/uploads.server.ts";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { blobs, competitions, deliverables, submissions, tasks, uploads } from "../../db/schema/index.ts";
import { aBundle, aCompetition, anEntry, type Files, zipped } from "../factories/competitions.ts";
import { aSlot } from "../factories/deliverables.ts";
import { aPerson } from "../factories/people.ts";
import { callerWith } from "../support/api-caller.ts";
import { serveApi } from "../support/api-server.ts";
import { killedBefore } from "../support/doomed.ts";

const HOUR = 3_600_000;
/** When every retention is over. */
const later = () =>
  new Date(Date.now() + (webConfig().BLOB_GRACE_H + webConfig().UPLOAD_EXPIRES_H + 1) * HOUR);

async function aWorld() {
  const { viewer } = await aPerson({ role: "organiser" });
  const competition = await aCompetition({
    organiser: viewer,
    now: new Date(),
    phase: { maxPerDay: 2, maxTotal: 5, startsAt: new Date(Date.now() - HOUR), endsAt: null },
  });
  await anEntry({ competition, people: [viewer], now: new Date() });
  const slot = await aSlot(competition);
  const made = await createToken({
    personId: viewer.person.id,
    name: "test",
    scopes: ["read", "take_part", "organise"],
    expiresAt: null,
  });
  if (!made.ok) throw new Error(made.refusal.reason);
  return { viewer, competition, slot, token: made.value.token };
}
let world: Awaited<ReturnType<typeof aWorld>>;
beforeAll(async () => {
  world = await aWorld();
});

/** Every file of the installation, and every content the database says it has. */
async function kept(): Promise<string[]> {
  const data = webConfig().PODIUM_DATA;
  const found = await readdir(data, { recursive: true, withFileTypes: true });
  const files = found
    .filter((entry) => entry.isFile() || entry.parentPath.endsWith("scratch"))
    .map((entry) => path.relative(data, path.join(entry.parentPath, entry.name)));
  const rows = await db.select({ hash: blobs.hash }).from(blobs);
  return [...files, ...rows.map(({ hash }) => `row ${hash}`)].sort();
}

/** What the team has left, and what there is of everything that could have come of a file. */
async function standing() {
  const { viewer, competition } = world;
  const facts = await submitFacts(viewer, competition.slug, new Date());
  return {
    left: facts!.phases[0]!.left,
    submissions: await db.$count(submissions),
    deliverables: await db.$count(deliverables),
    competitions: await db.$count(competitions),
    tasks: await db.$count(tasks),
  };
}

const zip = async (files: Files) =>
  readFile(await zipped(files, path.join(os.tmpdir(), `${randomUUID()}.zip`)));
const answers = () => zip({ "answers.csv": randomUUID() });

/** Sends a file in pieces; answers the id of its upload. */
const inPieces = (url: string, file: Buffer, place: string) =>
  new Promise<string>((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: `${url}/uploads`,
      headers: { authorization: `Bearer ${world.token}` },
      metadata: { filename: "a.zip", place },
      retryDelays: [],
      onError: reject,
      onSuccess: () => resolve(upload.url?.split("/").at(-1) ?? ""),
    });
    upload.start();
  });

const send = (method: string, place: string, body: () => Promise<Buffer>) => async (url: string) =>
  callerWith(url, world.token)(method, place, { bytes: await body() });

const TASK: Files = {
  "task.yaml": "name: More\ndescription: More\nscoring_program: program/\n",
  "program/metadata.yaml": "command: python3 score.py",
  "program/score.py": "print(1)",
};

const WAYS: { way: string; dies: string[]; work: () => (url: string) => Promise<{ status: number }> }[] = [
  {
    way: "a submission in one piece",
    dies: ["blobs", "uploads", "submissions", "runs"],
    work: () => send("POST", `/competitions/${world.competition.slug}/submissions`, answers),
  },
  {
    way: "a deliverable",
    dies: ["blobs", "deliverables"],
    work: () =>
      send(
        "POST",
        `/competitions/${world.competition.slug}/deliverables/${world.slot.id}?fileName=a.zip`,
        answers,
      ),
  },
  {
    way: "a bundle",
    dies: ["competitions", "boards"],
    work: () => send("POST", "/competitions", () => zip(aBundle({ "overview.md": randomUUID() }))),
  },
  {
    way: "a task's programs",
    dies: ["tasks"],
    work: () =>
      send("POST", `/competitions/${world.competition.slug}/tasks/bundle`, () =>
        zip({ ...TASK, "program/note.txt": randomUUID() }),
      ),
  },
];
const CASES = WAYS.flatMap(({ dies, ...way }) => dies.map((table) => ({ ...way, table })));

test.each(CASES)(
  "$way whose process dies before it writes $table costs nothing and leaves nothing",
  async ({ table, work }) => {
    await sweep(later());
    const [before, stood] = [await kept(), await standing()];
    await killedBefore(table, work());
    expect(await kept(), "it died with something in its hands").not.toEqual(before);
    expect(await standing()).toEqual(stood);
    await sweep(later());
    expect(await kept()).toEqual(before);
    expect(await db.select().from(uploads)).toEqual([]);
  },
);

test("an upload that arrived whole while its process died is finished for whoever asks, and offered", async () => {
  await sweep(later());
  const before = await kept();
  const { viewer, competition } = world;
  const place = `/competitions/${competition.slug}/submit`;
  const file = await answers();
  await killedBefore("blobs", (url) => inPieces(url, file, place).then(() => ({ status: 204 })));
  const [begun] = await db.select().from(uploads);
  expect(begun).toMatchObject({ size: file.length, blobHash: null });
  expect(await waitingUploads(viewer, place)).toEqual([]);

  const asked = await receiveUpload(
    viewer,
    new Request(`http://podium.test/uploads/${begun!.id}`, {
      method: "HEAD",
      headers: { "tus-resumable": "1.0.0" },
    }),
  );
  expect(asked.ok && asked.value.headers.get("upload-offset")).toBe(String(file.length));
  expect(await waitingUploads(viewer, place)).toMatchObject([{ id: begun!.id, fileName: "a.zip" }]);
  const whole = await finishedUpload(viewer, begun!.id);
  expect(whole?.blob.size).toBe(file.length);

  await sweep(new Date());
  expect(await waitingUploads(viewer, place)).toHaveLength(1);
  await sweep(later());
  expect(await kept()).toEqual(before);
});

test("a file in pieces whose process dies while it is handed in is offered again, and hands in once", async () => {
  await sweep(later());
  const { viewer, competition, token } = world;
  const [stood, place] = [await standing(), `/competitions/${competition.slug}/submit`];
  let uploadId = "";
  const path = `/competitions/${competition.slug}/submissions/upload`;
  await killedBefore("submissions", async (url) => {
    uploadId = await inPieces(url, await answers(), place);
    return callerWith(url, token)("POST", path, { body: { uploadId } });
  });
  expect(await standing()).toEqual(stood);
  expect(await waitingUploads(viewer, place)).toMatchObject([{ id: uploadId }]);

  const served = await serveApi();
  const again = () => callerWith(served.url, token)("POST", path, { body: { uploadId } });
  const answered = await Promise.all([again(), again()]);
  expect(answered.map(({ status }) => status).sort()).toEqual([201, 409]);
  await served.close();
  expect((await standing()).submissions).toBe(stood.submissions + 1);
  expect(await db.select().from(uploads).where(eq(uploads.personId, viewer.person.id))).toEqual([]);
});
