import { afterAll, beforeAll, expect, test } from "vitest";
import { aBoard, anEntryOn, score } from "../factories/boards.ts";
import { aCaller, type Caller, callerOf, callerWith } from "../support/api-caller.ts";
import { serveApi } from "../support/api-server.ts";

let api: Awaited<ReturnType<typeof serveApi>>;
let organiser: Caller;
let team: Awaited<ReturnType<typeof aCaller>>;
let board: Awaited<ReturnType<typeof aBoard>>;
let at: string;
const ids: string[] = [];

beforeAll(async () => {
  api = await serveApi();
  organiser = (await aCaller(api.url, { role: "organiser" })).call;
  team = await aCaller(api.url);
  board = await aBoard();
  at = `/competitions/${board.slug}`;
  const entry = await anEntryOn(board, "Deep Enough", team.id);
  for (const [i, accuracy] of ["0.5", "0.75"].entries())
    ids.push(await score(board, entry, { accuracy }, new Date(Date.UTC(2026, 10, 2, 9, i))));
});
afterAll(() => api.close());

test("an organiser reads and changes columns and boards; what is wrong is told at its field", async () => {
  const { columns, boards } = (await organiser("GET", `${at}/boards`)).json;
  expect(columns).toMatchObject([{ key: "accuracy", isPrivate: false }]);
  const body = { key: "time", title: "Time", sorting: "asc", precision: 3 };
  const made = await organiser("POST", `${at}/columns`, { body });
  expect(made.status).toBe(201);
  const taken = await organiser("POST", `${at}/columns`, { body });
  expect(taken).toMatchObject({ status: 422, json: { error: { field: "key" } } });
  const { title, submissionRule, primaryPosition } = boards[0];
  const medals = { by: "count", gold: 1, silver: 2, bronze: 3 };
  const change = { title, submissionRule, primaryPosition, medals, embeddable: true };
  expect((await organiser("PUT", `${at}/boards/0`, { body: change })).status).toBe(200);
  expect((await organiser("GET", `${at}/boards`)).json.boards[0]).toMatchObject({ medals, embeddable: true });
  expect((await organiser("PUT", `${at}/boards/7`, { body: change })).status).toBe(404);
  expect((await organiser("DELETE", `${at}/columns/${made.json.id}`)).status).toBe(200);
});

test("an organiser learns whose rank other settings would change, and nothing is changed by it", async () => {
  const late = { key: "late", title: "Late", sorting: "asc", precision: 2 };
  const { json: made } = await organiser("POST", `${at}/columns`, { body: late });
  const { columns, boards } = (await organiser("GET", `${at}/boards`)).json;
  const { title, submissionRule } = boards[0];
  const by = (primaryPosition: number) => ({ body: { title, submissionRule, primaryPosition } });
  const path = `${at}/boards/0/preview`;
  expect((await organiser("POST", path, by(0))).json).toEqual({ total: 1, changed: 0, rows: [] });
  // Nobody has a score there yet: without one there is no rank.
  expect((await organiser("POST", path, by(columns.at(-1).position))).json).toMatchObject({
    changed: 1,
    rows: [{ team: "Deep Enough", before: 1, after: null }],
  });
  expect((await organiser("GET", `${at}/boards`)).json.boards[0]).toMatchObject({ primaryPosition: 0 });
  expect((await organiser("POST", path, by(77))).json.error.field).toBe("primaryPosition");
  expect((await team.call("POST", path, by(0))).status).toBeGreaterThanOrEqual(403);
  await organiser("DELETE", `${at}/columns/${made.id}`);
});

test("a board is frozen, opened again, and revealed once and only when that is confirmed", async () => {
  const freezeAt = async () => (await organiser("GET", `${at}/boards`)).json.boards[0].freezeAt;
  await organiser("POST", `${at}/boards/0/freeze`, { body: {} });
  expect(await freezeAt()).not.toBeNull();
  await organiser("POST", `${at}/boards/0/freeze`, { body: { at: null } });
  expect(await freezeAt()).toBeNull();
  const reveal = (confirmed: boolean) => organiser("POST", `${at}/boards/0/reveal`, { body: { confirmed } });
  expect(await reveal(false)).toMatchObject({ status: 422, json: { error: { field: "confirm" } } });
  expect((await reveal(true)).status).toBe(200);
  expect((await reveal(true)).status).toBe(409);
});

test("everybody takes the board away as a table and reads how it came to be", async () => {
  const guest = callerWith(api.url, null);
  expect((await guest("GET", `${at}/leaderboard/export`)).text).toContain("Deep Enough");
  expect((await guest("GET", `${at}/leaderboard/export?format=pdf`)).json.error.field).toBe("format");
  const { json } = await guest("GET", `${at}/leaderboard/history`);
  expect(json).toMatchObject({ phase: 0, entries: [{ teamName: "Deep Enough" }] });
  expect(json.entries[0].points.at(-1)).toMatchObject({ rank: 1 });
  expect(json.moments).toHaveLength(json.entries[0].points.length);
});

test("all submissions are listed for organisers by filter and by cursor", async () => {
  const { submissions, older } = (await organiser("GET", `${at}/all-submissions?team=deep`)).json;
  expect(submissions.map((s: { id: string }) => s.id)).toEqual([...ids].reverse());
  expect(older).toBeNull();
  const rest = await organiser("GET", `${at}/all-submissions?before=${submissions[0].number}`);
  expect(rest.json).toMatchObject({ submissions: [{ id: ids[0] }], newer: submissions[1].number });
  expect((await organiser("GET", `${at}/all-submissions?state=lost`)).json.error.field).toBe("state");
});

test("a team compares two of its own submissions, and nobody else does", async () => {
  const path = `/submissions/${ids[0]}/compare?with=${ids[1]}`;
  expect((await team.call("GET", path)).json.scores).toMatchObject([
    { key: "accuracy", delta: "0.2500000000", verdict: "better" },
  ]);
  expect((await (await aCaller(api.url)).call("GET", path)).status).toBe(404);
});

test("statistics are told by day, for days that are days", async () => {
  const { json } = await organiser("GET", `${at}/statistics?from=2026-11-01&to=2026-11-03`);
  expect(json.perDay).toEqual([
    { key: "2026-11-01", count: 0 },
    { key: "2026-11-02", count: 2 },
    { key: "2026-11-03", count: 0 },
  ]);
  expect((await organiser("GET", `${at}/statistics?from=soon`)).json.error.field).toBe("from");
});

const ORGANISERS: [string, string, unknown?][] = [
  ["GET", "boards"],
  ["PUT", "boards/0", { title: "T", submissionRule: "Force_Best", primaryPosition: 0 }],
  ["POST", "boards/0/freeze", {}],
  ["POST", "boards/0/reveal", { confirmed: true }],
  ["POST", "columns", { key: "k", title: "K", precision: 1 }],
  ["GET", "all-submissions"],
  ["GET", "quotas/grants"],
  ["GET", "similarity"],
  ["POST", "similarity", { phase: 0 }],
  ["GET", "statistics"],
];
test.each(ORGANISERS)(
  "%s …/%s is nothing for a team, needs the scope, and a token",
  async (method, what, body) => {
    expect((await team.call(method, `${at}/${what}`, { body })).status).toBe(404);
    const narrow = await callerOf(api.url, team.id, ["read", "take_part"]);
    expect((await narrow(method, `${at}/${what}`, { body })).status).toBe(403);
    expect((await callerWith(api.url, null)(method, `${at}/${what}`, { body })).status).toBe(401);
  },
);
