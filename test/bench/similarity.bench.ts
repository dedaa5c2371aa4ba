import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { beginReport, compareSources } from "../../app/similarity/report.server.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { db } from "../../db/connect.ts";
import { similarityReports, submissions } from "../../db/schema/index.ts";
import { aZip } from "../factories/submissions.ts";
import { aCrowd } from "./support.ts";

const NOW = new Date("2027-03-01T00:00:00Z");
const LINES = 650; // about 20 KB

/** A program like no other: statements of different shapes, drawn by a seed. */
function program(seed: number): string {
  let state = 0;
  const random = (n: number) => createHash("sha256").update(`${seed} ${state++}`).digest().readUInt32BE() % n;
  const name = () => `name${random(40)}`;
  const shapes = [
    () => `${name()} = ${name()}(${name()}, ${random(99)}) + [${name()}]`,
    () => `for ${name()} in ${name()}.items(): ${name()}[${random(9)}] -= ${name()}`,
    () => `if ${name()} == ${random(99)} and not ${name()}: return {${name()}: ${name()}}`,
    () => `while ${name()} < ${name()} * ${random(9)}: ${name()} += ${name()} ** 2`,
    () => `def ${name()}(${name()}, *${name()}): yield lambda ${name()}: ${name()} or "text"`,
    () => `assert ${name()} is None, ${name()} % (${name()} - ${random(9)})`,
  ];
  return Array.from({ length: LINES }, () => shapes[random(shapes.length)]!()).join("\n");
}

// Pairs are half a million; the work is that of reading a thousand archives.
test("a thousand sources of 20 KB are compared in the time of ten times a hundred", async () => {
  await (await startJobs({})).stop();
  const minutes = async (entries: number) => {
    const crowd = await aCrowd({ entries, submissions: entries });
    const its = await db
      .select({ id: submissions.id })
      .from(submissions)
      .where(eq(submissions.competitionId, crowd.competitionId));
    for (const [i, { id }] of its.entries()) {
      // Every tenth copied half of its neighbour's.
      const own = program(i);
      const text = i % 10 === 1 ? own.slice(own.length / 2) + program(i - 1).slice(own.length / 2) : own;
      const { hash } = await aZip({ "model.py": text });
      await db.update(submissions).set({ blobHash: hash }).where(eq(submissions.id, id));
    }
    const asked = {
      viewer: crowd.organiser,
      slug: crowd.slug,
      phase: 0,
      choice: "latest",
      now: NOW,
    } as const;
    const report = await beginReport(asked);
    if (!report.ok) throw new Error(report.refusal.reason);
    const begun = performance.now();
    await compareSources({ reportId: report.value.id, choice: "latest" });
    const took = performance.now() - begun;
    const [row] = await db.select().from(similarityReports).where(eq(similarityReports.id, report.value.id));
    expect(row).toMatchObject({ state: "ready", total: entries });
    console.log(`similarity of ${entries} sources of 20 KB: ${(took / 1000).toFixed(1)} s`);
    return took;
  };
  const few = await minutes(100);
  expect((await minutes(1_000)) / few).toBeLessThan(20);
});
