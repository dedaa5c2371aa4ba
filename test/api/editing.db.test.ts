import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { provide } from "../../config.ts";
import { zipped } from "../factories/competitions.ts";
import { aCaller, type Caller, callerOf, callerWith } from "../support/api-caller.ts";
import { serveApi } from "../support/api-server.ts";

let api: Awaited<ReturnType<typeof serveApi>>;
let organiser: Caller;
let reader: Caller;
let stranger: Caller;

beforeAll(async () => {
  api = await serveApi();
  const person = await aCaller(api.url, { role: "organiser" });
  organiser = person.call;
  reader = await callerOf(api.url, person.id, ["read", "take_part"]);
  stranger = (await aCaller(api.url)).call;
});
afterAll(() => api.close());

let made = 0;
async function aDraft(): Promise<string> {
  const { json } = await organiser("POST", "/competitions/drafts", {
    body: { template: "ai_benchmark", title: { en: `Draft ${++made}` }, timeZone: "Asia/Shanghai" },
  });
  return json.slug;
}

async function aProgram(text = "print(1)"): Promise<Buffer> {
  const to = path.join(os.tmpdir(), `program-${process.pid}-${++made}.zip`);
  await zipped({ "metadata.yaml": "command: python3 score.py", "score.py": text }, to);
  return readFile(to);
}

const PHASE = {
  name: { en: "Another" },
  maxPerDay: 3,
  maxTotal: 0,
  maxWaiting: 0,
  maxFinal: 0,
  timeLimitS: 60,
  startsAt: "2031-01-01T08:00:00+08:00",
  endsAt: "2031-02-01T08:00:00+08:00",
  taskIds: [],
};

test("an organiser writes, moves and removes the pages that everybody reads", async () => {
  const slug = await aDraft();
  const at = `/competitions/${slug}/pages`;
  const before = (await organiser("GET", at)).json.pages;
  const page = { title: { en: "Prizes" }, body: { en: "Gold" } };
  const { status, json } = await organiser("POST", at, { body: page });
  expect(status).toBe(201);
  await organiser("POST", `${at}/${json.id}/move`, { body: { by: -1 } });
  const { pages } = (await organiser("GET", at)).json;
  expect(pages.at(-2)).toMatchObject({ id: json.id, ...page, position: before.length - 1 });
  await organiser("PUT", `${at}/${json.id}`, { body: { ...page, body: { en: "Silver" } } });
  expect((await organiser("GET", at)).json.pages.at(-2).body).toEqual({ en: "Silver" });
  expect((await organiser("DELETE", `${at}/${json.id}`)).status).toBe(200);
  expect((await organiser("GET", at)).json.pages).toHaveLength(before.length);
});

test("new rules are a new version, and the versions are listed with what changed", async () => {
  const slug = await aDraft();
  const { version } = (await organiser("GET", `/competitions/${slug}/rules`)).json;
  const body = { rules: { en: "Be kind." }, note: "Kindness" };
  expect((await organiser("PUT", `/competitions/${slug}/rules`, { body })).json).toEqual({
    version: version + 1,
  });
  const { versions } = (await organiser("GET", `/competitions/${slug}/rules/versions`)).json;
  expect(versions[0]).toMatchObject({ version: version + 1, rules: body.rules, note: body.note });
});

test("a track is added, and its code cannot be given twice", async () => {
  const slug = await aDraft();
  const at = `/competitions/${slug}/tracks`;
  const body = { code: "X1", name: { en: "Chips" }, maxTeamsPerOrganisation: 2 };
  const { json } = await organiser("POST", at, { body });
  expect((await organiser("GET", at)).json.tracks).toMatchObject([{ id: json.id, code: "X1" }]);
  expect(await organiser("POST", at, { body })).toMatchObject({
    status: 409,
    json: { error: { reason: "editor.refusals.codeTaken", field: "code" } },
  });
});

test("a phase is added by instants, listed whole, changed and removed", async () => {
  const slug = await aDraft();
  const at = `/competitions/${slug}/phases`;
  const { json, status } = await organiser("POST", at, { body: PHASE });
  expect(status).toBe(201);
  const found = (await organiser("GET", at)).json.phases.find((p: { id: string }) => p.id === json.id);
  expect(found).toMatchObject({
    startsAt: "2031-01-01T00:00:00.000Z",
    maxPerDay: 3,
    accepts: ["archive"],
    taskIds: [],
  });
  expect((await organiser("PUT", `${at}/${json.id}`, { body: { ...PHASE, maxPerDay: 9 } })).status).toBe(200);
  expect((await organiser("GET", at)).text).toContain('"maxPerDay":9');
  await organiser("DELETE", `${at}/${json.id}`);
  expect((await organiser("GET", at)).text).not.toContain(json.id);
});

test("what is wrong with a phase is told at its field, in the caller's language", async () => {
  const slug = await aDraft();
  const at = `/competitions/${slug}/phases`;
  const late = { ...PHASE, endsAt: PHASE.startsAt };
  expect(await organiser("POST", at, { body: late })).toMatchObject({
    status: 422,
    json: { error: { reason: "editor.refusals.endsBeforeStart", field: "endsAt" } },
  });
  const { json } = await organiser("POST", at, { body: { ...PHASE, maxPerDay: -1 }, language: "zh-CN" });
  expect(json.error).toMatchObject({ reason: "editor.refusals.wholeNumber", field: "maxPerDay" });
  expect(json.error.message).toMatch(/\p{Script=Han}.*0/u);
  const wrong = await organiser("POST", at, { body: { ...PHASE, autoMigrate: "yes" }, language: "zh-TW" });
  expect(wrong.json.error.field).toBe("autoMigrate");
  expect(wrong.json.error.message).toMatch(/\p{Script=Han}/u);
});

test("a task takes uploaded programs, and other ones are a new version whose files can be fetched", async () => {
  const slug = await aDraft();
  const at = `/competitions/${slug}/tasks`;
  const upload = async (text?: string) =>
    (await organiser("POST", "/uploads?fileName=p.zip", { bytes: await aProgram(text) })).json;
  const first = await upload();
  const task = { name: { en: "Digits" }, limits: { memoryBytes: 1024 ** 3 } };
  const made = await organiser("POST", at, { body: { ...task, files: { scoringProgram: first.id } } });
  expect(made).toMatchObject({ status: 201, json: { version: 1, renewed: false } });
  const { id } = made.json;
  const second = await upload("print(2)");
  const renewed = await organiser("PUT", `${at}/${id}`, {
    body: { ...task, note: "fixed", files: { scoringProgram: second.id } },
  });
  expect(renewed.json).toEqual({ id, version: 2, renewed: true });
  const { versions } = (await organiser("GET", `${at}/${id}/versions`)).json;
  expect(versions).toMatchObject([
    { version: 2, note: "fixed", scoringProgram: second.sha256 },
    { version: 1, scoringProgram: first.sha256 },
  ]);
  const old = await organiser("GET", `${at}/${id}/files/scoringProgram?version=1`);
  expect(old).toMatchObject({ status: 200, type: "application/zip" });
  const back = await organiser("PUT", `${at}/${id}`, {
    body: { ...task, files: { scoringProgram: first.sha256 } },
  });
  expect(back.json.version).toBe(3);
});

test("what is sent in one piece counts like any upload: no more files and bytes than one person may bring", async () => {
  const send = (call: Caller) => call("POST", "/uploads?fileName=p.zip", { bytes: Buffer.alloc(100) });
  const under = async (settings: Record<string, string>, call: Caller) => {
    provide(settings);
    try {
      return await send(call);
    } finally {
      provide({ UPLOADS_PER_PERSON: "500", UPLOADS_PER_PERSON_BYTES: String(20 * 1024 ** 3) });
    }
  };
  const { call } = await aCaller(api.url, { role: "organiser" });
  expect((await send(call)).status).toBe(201);
  const tooMany = { json: { error: { code: "over_quota", reason: "submissions.refusals.uploadsTooMany" } } };
  expect(await under({ UPLOADS_PER_PERSON: "1" }, call)).toMatchObject(tooMany);
  expect(await under({ UPLOADS_PER_PERSON_BYTES: "100" }, call)).toMatchObject(tooMany);
  expect(await under({ UPLOADS_PER_PERSON_BYTES: "199" }, call)).toMatchObject(tooMany);
  expect((await under({ UPLOADS_PER_PERSON_BYTES: "200" }, call)).status).toBe(201);
  // A submission, a file beside it or a bundle that is refused counts as well: nobody fills the disk with refusals.
  const { call: refused } = await aCaller(api.url, { role: "organiser" });
  const bytes = Buffer.alloc(100);
  for (const path of ["/competitions", "/competitions/none/submissions", "/competitions/none/tasks/bundle"]) {
    const answer = await refused("POST", path, { bytes });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.json.error.code).not.toBe("over_quota");
  }
  provide({ UPLOADS_PER_PERSON: "3" });
  try {
    for (const path of ["/competitions", "/competitions/none/submissions", "/competitions/none/tasks/bundle"])
      expect(await refused("POST", path, { bytes })).toMatchObject(tooMany);
  } finally {
    provide({ UPLOADS_PER_PERSON: "500" });
  }
  const { call: unverified } = await aCaller(api.url, { verified: false });
  expect(await send(unverified)).toMatchObject({ status: 403 });
});

test("a task takes no file of somebody else's, by upload or by hash", async () => {
  const mine = await aDraft();
  const other = (await aCaller(api.url, { role: "organiser" })).call;
  const theirs = (await other("POST", "/uploads", { bytes: await aProgram("print(3)") })).json;
  for (const wish of [theirs.id, theirs.sha256]) {
    const asked = await organiser("POST", `/competitions/${mine}/tasks`, {
      body: { name: { en: "Digits" }, files: { scoringProgram: wish } },
    });
    expect(asked).toMatchObject({ status: 422, json: { error: { field: "files.scoringProgram" } } });
  }
});

test("a competition is made, checked, scheduled, published, closed, reopened and put away by API alone", async () => {
  const slug = await aDraft();
  const at = `/competitions/${slug}`;
  expect((await organiser("GET", "/competition-templates")).json.templates).toContain("ai_benchmark");
  const { json } = await organiser("GET", `${at}/readiness`, { language: "zh-CN" });
  expect(json).toMatchObject({ ready: true, life: [{ act: "competition.created" }] });
  expect(json.findings[0].message).toMatch(/\p{Script=Han}/u);
  const publishAt = new Date(Date.now() + 86_400_000).toISOString();
  await organiser("PUT", `${at}/schedule`, { body: { publishAt } });
  await organiser("PUT", `${at}/settings`, { body: { maxTeamSize: 7, state: "archived", id: "x" } });
  expect((await organiser("GET", `${at}/settings`)).json).toMatchObject({ publishAt, maxTeamSize: 7, slug });
  expect((await stranger("GET", at)).status).toBe(404);
  for (const [move, state] of [
    ["publish", "published"],
    ["close", "closed"],
    ["reopen", "published"],
    ["close", "closed"],
    ["archive", "archived"],
    ["unarchive", "closed"],
  ])
    expect((await organiser("POST", `${at}/${move}`)).json).toEqual({ slug, state });
  expect((await stranger("GET", at)).status).toBe(200);
  expect((await organiser("POST", `${at}/publish`)).status).toBe(409);
});

test("a logo must be a picture, and everybody may have it", async () => {
  const slug = await aDraft();
  const at = `/competitions/${slug}`;
  expect((await organiser("PUT", `${at}/logo`, { bytes: "no picture" })).json.error.field).toBe("logo");
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  );
  expect((await organiser("PUT", `${at}/logo`, { bytes: png })).status).toBe(200);
  await organiser("POST", `${at}/publish`);
  expect((await stranger("GET", `${at}/files/logo`)).status).toBe(200);
  await organiser("DELETE", `${at}/logo`);
  expect((await stranger("GET", `${at}/files/logo`)).status).toBe(404);
});

const WRITES: [string, string, unknown][] = [
  ["POST", "pages", { title: { en: "P" } }],
  ["PUT", "rules", { rules: { en: "R" } }],
  ["GET", "rules/versions", undefined],
  ["POST", "tracks", { code: "T", name: { en: "T" }, maxTeamsPerOrganisation: 0 }],
  ["GET", "phases", undefined],
  ["POST", "phases", PHASE],
  ["GET", "tasks", undefined],
  ["GET", "settings", undefined],
  ["GET", "readiness", undefined],
  ["POST", "reopen", undefined],
  ["DELETE", "logo", undefined],
];

test.each(WRITES)(
  "%s …/%s is nothing for a stranger, needs the scope, and a token",
  async (method, what, body) => {
    const slug = await aDraft();
    await organiser("POST", `/competitions/${slug}/publish`);
    const at = `/competitions/${slug}/${what}`;
    expect((await stranger(method, at, { body })).status).toBe(404);
    expect(await reader(method, at, { body })).toMatchObject({
      status: 403,
      json: { error: { reason: "api.refusals.scopeMissing" } },
    });
    expect((await callerWith(api.url, null)(method, at, { body })).status).toBe(401);
  },
);
