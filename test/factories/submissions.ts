import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import yazl from "yazl";
import { claim } from "../../app/judging/claim.server.ts";
import { ensureHost, hostByToken, type JudgeHost } from "../../app/judging/hosts.server.ts";
import type { SignedInViewer } from "../../app/people/viewer.ts";
import { submit } from "../../app/submissions/submit.server.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import type { Blob } from "../../db/blobs/store.ts";
import { db } from "../../db/connect.ts";
import { phases } from "../../db/schema/index.ts";
import { type Finish, type HostFacts, PROTOCOL, type Work } from "../../judge/contract/protocol.ts";
import { aBoard, anEntryOn } from "./boards.ts";
import { aPerson } from "./people.ts";

/** A moment in the phase that `aBoard()` makes. */
export const NOW = new Date("2026-11-05T12:00:00Z");
export const later = (seconds: number, from = NOW) => new Date(from.getTime() + seconds * 1000);

/** A zip with these files, in the store. */
export async function aZip(files: Record<string, string> = { "answers.csv": "1,2,3" }): Promise<Blob> {
  const zip = new yazl.ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  return blobStore().put(zip.outputStream as unknown as Readable, { maxBytes: 1_000_000 });
}

/** An open competition; its quotas are unlimited unless told otherwise. */
export async function aContest(given: Partial<typeof phases.$inferInsert> = {}) {
  const contest = await aBoard();
  await db
    .update(phases)
    .set({ maxPerDay: 0, maxTotal: 0, ...given })
    .where(eq(phases.id, contest.phaseId));
  return contest;
}
export type Contest = Awaited<ReturnType<typeof aContest>>;

/** A person with an accepted entry of their own. */
export async function aTeamIn(contest: Contest, name = "Team") {
  const person = await aPerson();
  const entryId = await anEntryOn(contest, name, person.id);
  return { ...person, entryId };
}

/** A submission handed in by the real command, waiting for a judge host. */
export async function aSubmission(
  contest: Contest,
  given: { viewer: SignedInViewer; now?: Date; blob?: Blob },
): Promise<{ id: string; number: number }> {
  const blob = given.blob ?? (await aZip());
  const { viewer, now = NOW } = given;
  const submitted = await submit({ viewer, slug: contest.slug, blob, fileName: "answers.zip", now });
  if (!submitted.ok) throw new Error(`Not submitted: ${submitted.refusal.reason}`);
  return submitted.value;
}

export const hostFacts = (more: Partial<HostFacts> = {}): HostFacts => ({
  name: "test",
  version: "1",
  slots: 1,
  labels: [],
  engine: "docker",
  runtime: "runc",
  cpus: 1,
  memoryBytes: 1,
  cpu: null,
  memory: null,
  image: "python",
  clock: 0,
  devices: [],
  deviceProblem: null,
  diskFreeBytes: null,
  diskFull: false,
  protocol: PROTOCOL,
  instance: "",
  first: false,
  cgroup: null,
  ...more,
});

export async function aHost(): Promise<JudgeHost> {
  const { token } = await ensureHost(`host-${randomUUID()}`);
  const host = await hostByToken(token);
  if (!host) throw new Error("The host is not known");
  return host;
}

/** What the host gets when it asks now; throws when nothing waits. */
export async function claimed(host: JudgeHost, now: Date = NOW): Promise<Work> {
  const work = await claim({ host, facts: hostFacts(), now });
  if (!work) throw new Error("Nothing waits");
  return work;
}

export const aReport = (more: Partial<Finish> = {}): Finish => ({
  cause: "accepted",
  scores: { accuracy: "0.5" },
  detail: "",
  facts: null,
  ...more,
});
