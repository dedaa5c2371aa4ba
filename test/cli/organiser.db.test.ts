import { readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createToken } from "../../app/people/tokens.server.ts";
import { aBoard, anEntryOn, score } from "../factories/boards.ts";
import { anEdition } from "../factories/forums.ts";
import { aPerson } from "../factories/people.ts";
import { serveApi } from "../support/api-server.ts";
import { podiumIn } from "../support/podium-command.ts";

const table = path.join(os.tmpdir(), `board-${process.pid}.csv`);
const schedule = path.join(os.tmpdir(), `schedule-${process.pid}.xml`);
let api: Awaited<ReturnType<typeof serveApi>>;
let podium: ReturnType<typeof podiumIn>;
let slug: string;
let entryId: string;

beforeAll(async () => {
  api = await serveApi();
  const organiser = await aPerson({ role: "organiser" });
  const token = await createToken({
    personId: organiser.id,
    name: "test",
    scopes: ["read", "organise"],
    expiresAt: null,
  });
  if (!token.ok) throw new Error(token.refusal.reason);
  podium = podiumIn({ PODIUM_URL: api.url, PODIUM_TOKEN: token.value.token });
  const board = await aBoard();
  slug = board.slug;
  entryId = await anEntryOn(board, "Deep Enough");
  await score(board, entryId, { accuracy: "0.5" }, new Date());
});
afterAll(async () => {
  rmSync(table, { force: true });
  rmSync(schedule, { force: true });
  await api.close();
});

test("a board is frozen, revealed only with --yes, and saved as a table", async () => {
  expect(await podium(["board", "freeze", slug])).toMatchObject({
    code: 0,
    out: "The board of phase 0 is frozen.\n",
  });
  expect((await podium(["board", "reveal", slug])).code).not.toBe(0);
  expect((await podium(["board", "reveal", slug, "--yes", "--json"])).code).toBe(0);
  expect((await podium(["board", "export", slug, "-o", table])).code).toBe(0);
  expect(readFileSync(table, "utf8")).toContain("Deep Enough");
});

test("entries are listed and disqualified with a reason and --yes, and a refusal is no success", async () => {
  const none = await podium(["entry", "disqualify", slug, entryId, "--yes"]);
  expect(none).toMatchObject({ code: 1, out: "" });
  const once = await podium(["entry", "disqualify", slug, entryId, "--reason", "Copied"]);
  expect(once).toMatchObject({ code: 1, out: "", err: expect.stringContaining("--yes") });
  const still = await podium(["entry", "list", slug, "--state", "disqualified", "--json"]);
  expect(JSON.parse(still.out).entries).toEqual([]);
  expect(await podium(["entry", "disqualify", slug, entryId, "--reason", "Copied", "--yes"])).toEqual({
    code: 0,
    out: `Entry ${entryId} is disqualified.\n`,
    err: "",
  });
  const { out } = await podium(["entry", "list", slug, "--state", "disqualified", "--json"]);
  expect(JSON.parse(out).entries).toMatchObject([{ id: entryId, stateReason: "Copied" }]);
});

test("any operation can be called by its path", async () => {
  const at = `/competitions/${slug}/settings`;
  expect((await podium(["call", "put", at, "--body", '{"maxTeamSize": 9}'])).code).toBe(0);
  expect(JSON.parse((await podium(["call", "GET", at])).out)).toMatchObject({ slug, maxTeamSize: 9 });
  expect(await podium(["call", "PUT", at, "--body", "{"])).toMatchObject({
    code: 1,
    err: "What follows --body is not JSON.\n",
  });
});

test("an agenda is imported with a report, and a file that is none is no success", async () => {
  const { forumSlug, editionSlug } = await anEdition();
  const edition = `${forumSlug}/${editionSlug}`;
  const session = '<event id="7"><title>Opening</title><start>10:00</start></event>';
  writeFileSync(
    schedule,
    `<schedule><day date="2026-12-12"><room name="Hall">${session}</room></day></schedule>`,
  );
  const done = await podium(["agenda", "import", schedule, "--edition", edition, "--release"]);
  expect(done).toMatchObject({ code: 0, err: "", out: expect.stringContaining("Released as 1.") });
  expect(done.out).toContain(
    "mended: Sessions without a length that can be read now last half an hour: 1 (Opening).",
  );
  writeFileSync(schedule, "<schedule>");
  expect(await podium(["agenda", "import", schedule, "--edition", edition])).toMatchObject({
    code: 1,
    err: expect.stringContaining("not whole"),
  });
});
