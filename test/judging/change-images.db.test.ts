import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { imageTable } from "../../app/competitions/images.server.ts";
import { changeImages, imageLines } from "../../app/judging/change-images.server.ts";
import { defaultLines } from "../../app/judging/image-table.ts";
import { db } from "../../db/connect.ts";
import { auditEvents, imageMappings } from "../../db/schema/index.ts";
import { DEFAULT_MAPPINGS } from "../../judge/contract/image-map.ts";
import { aPerson } from "../factories/people.ts";
import { NOW } from "../factories/submissions.ts";

beforeEach(async () => {
  await db.delete(imageMappings);
});

test("the first change makes the default lines the owner's own, and is noted", async () => {
  const owner = await aPerson({ role: "owner" });
  expect(await imageLines(owner.viewer)).toMatchObject({ own: false, lines: defaultLines() });
  const line = { pattern: "lab/*", target: "lab/ours:1", note: "the lab's" };
  const change = { act: "add", line } as const;
  expect(await changeImages({ viewer: owner.viewer, change, now: NOW })).toMatchObject({ ok: true });
  expect(await imageTable(db)).toEqual([...DEFAULT_MAPPINGS, { pattern: "lab/*", target: "lab/ours:1" }]);
  const acts = await db.select().from(auditEvents).where(eq(auditEvents.personId, owner.id));
  expect(acts).toMatchObject([
    { act: "images.changed", details: { after: { [DEFAULT_MAPPINGS.length]: "lab/* → lab/ours:1" } } },
  ]);
});

test("lines keep their names while others change, and removing all brings the default back", async () => {
  const { viewer } = await aPerson({ role: "owner" });
  const lines = [
    { pattern: "a", target: "builtin" },
    { pattern: "b", target: "builtin" },
  ];
  const made = await changeImages({ viewer, change: { act: "replace", lines }, now: NOW });
  if (!made.ok) throw new Error(made.refusal.reason);
  const [a, b] = made.value.map((one) => one.id);
  await changeImages({ viewer, change: { act: "up", id: b! }, now: NOW });
  expect((await imageLines(viewer))?.lines.map((one) => one.id)).toEqual([b, a]);
  for (const id of [a!, b!]) await changeImages({ viewer, change: { act: "remove", id }, now: NOW });
  expect(await imageLines(viewer)).toMatchObject({ own: false });
});

test("nobody but the owner sees or changes the table", async () => {
  const { viewer } = await aPerson({ role: "organiser" });
  expect(await imageLines(viewer)).toBeNull();
  const change = { act: "add", line: { pattern: "x", target: "y" } } as const;
  expect(await changeImages({ viewer, change, now: NOW })).toMatchObject({ refusal: { code: "forbidden" } });
  expect(await imageTable(db)).toEqual([]);
});
