import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "../../db/connect.ts";
import { notices } from "../../db/schema/index.ts";
import { aSchool } from "../factories/organisations.ts";
import { aCaller, type Caller, callerOf, callerWith } from "../support/api-caller.ts";
import { serveApi } from "../support/api-server.ts";

let api: Awaited<ReturnType<typeof serveApi>>;
let organiser: Caller;
let stranger: Caller;

beforeAll(async () => {
  api = await serveApi();
  organiser = (await aCaller(api.url, { role: "organiser" })).call;
  stranger = (await aCaller(api.url)).call;
});
afterAll(() => api.close());

let made = 0;
/** A published competition, whose organiser decides on entries unless told otherwise. */
async function aCompetition(settings: object = {}): Promise<string> {
  const { json } = await organiser("POST", "/competitions/drafts", {
    body: { template: "ai_benchmark", title: { en: `Teams ${++made}` }, timeZone: "UTC" },
  });
  await organiser("PUT", `/competitions/${json.slug}/settings`, {
    body: { autoAccept: false, maxTeamSize: 4, ...settings },
  });
  await organiser("POST", `/competitions/${json.slug}/publish`);
  return json.slug;
}

async function aTeam(slug: string, teamName = `Team ${++made}`) {
  const captain = await aCaller(api.url);
  const entered = await captain.call("POST", `/competitions/${slug}/entries`, {
    body: { teamName, acceptRules: true },
  });
  expect(entered.status).toBe(201);
  return { ...captain, entryId: entered.json.id, inviteCode: entered.json.inviteCode };
}

test("an organiser finds an entry, refuses it with a reason the team reads, and takes it in after all", async () => {
  const slug = await aCompetition();
  const team = await aTeam(slug, "Deep Enough");
  await aTeam(slug);
  const at = `/competitions/${slug}/entries`;
  const found = await organiser("GET", `${at}?q=deep&state=pending`);
  expect(found.json).toMatchObject({ total: 1, entries: [{ id: team.entryId, teamName: "Deep Enough" }] });
  const decide = (body: object) => organiser("POST", `${at}/${team.entryId}/decision`, { body });
  expect(await decide({ state: "rejected" })).toMatchObject({
    status: 422,
    json: { error: { field: "reason" } },
  });
  expect((await decide({ state: "rejected", reason: "No proof" })).status).toBe(200);
  expect((await team.call("GET", `/competitions/${slug}/entry`)).json).toMatchObject({
    state: "rejected",
    stateReason: "No proof",
  });
  expect((await decide({ state: "accepted" })).status).toBe(200);
  const { json } = await organiser("GET", `${at}/${team.entryId}`, { language: "zh-CN" });
  expect(json).toMatchObject({
    state: "accepted",
    decisions: ["disqualified"],
    people: [{ role: "captain" }],
  });
  expect(json.history).toMatchObject([{ reason: null }, { reason: "No proof" }]);
  expect(json.history[0].said).toMatch(/\p{Script=Han}/u);
});

test("entries are listed a page at a time, accepted together, and taken away as a table", async () => {
  const slug = await aCompetition();
  const teams = [await aTeam(slug, "Alpha"), await aTeam(slug, "Beta")];
  const at = `/competitions/${slug}/entries`;
  const body = { entryIds: teams.map(({ entryId }) => entryId) };
  expect((await organiser("POST", `${at}/accept`, { body })).json).toEqual({ accepted: 2, left: 0 });
  expect((await organiser("GET", at)).json).toMatchObject({ page: 1, pages: 1, total: 2 });
  const table = await organiser("GET", `${at}/export?state=accepted`);
  expect(table).toMatchObject({ status: 200, type: "text/csv; charset=utf-8" });
  expect(table.text).toContain("Alpha");
  expect((await organiser("GET", `${at}/export?format=xlsx`)).type).toContain("spreadsheetml");
});

test("an organiser moves an entry to another track, renames it, and adds a baseline", async () => {
  const slug = await aCompetition();
  const team = await aTeam(slug);
  await organiser("POST", `/competitions/${slug}/tracks`, {
    body: { code: "B", name: { en: "Open" }, maxTeamsPerOrganisation: 0 },
  });
  const at = `/competitions/${slug}/entries/${team.entryId}`;
  expect((await organiser("PUT", `${at}/track`, { body: { track: "none" } })).json.error.field).toBe("track");
  await organiser("PUT", `${at}/track`, { body: { track: "B" } });
  await organiser("PUT", `${at}/name`, { body: { teamName: "Polite" } });
  expect((await organiser("GET", at)).json).toMatchObject({ track: "B", teamName: "Polite" });
  const own = await organiser("POST", `/competitions/${slug}/own-entries`, {
    body: { kind: "baseline", teamName: "Random guess" },
  });
  expect(own.status).toBe(201);
});

test("an entry is decided only in its own competition", async () => {
  const [slug, other] = [await aCompetition(), await aCompetition()];
  const team = await aTeam(slug);
  const body = { state: "accepted" };
  expect(
    (await organiser("POST", `/competitions/${other}/entries/${team.entryId}/decision`, { body })).status,
  ).toBe(404);
});

test("a team is joined by link, handed over, renamed, left and withdrawn by API alone", async () => {
  const slug = await aCompetition();
  const team = await aTeam(slug, "First name");
  const member = await aCaller(api.url);
  const invite = `/team-invites/${team.inviteCode}`;
  expect((await member.call("GET", invite)).json).toMatchObject({
    teamName: "First name",
    competition: slug,
  });
  expect((await member.call("POST", invite, { body: {} })).json.error.field).toBe("acceptRules");
  const joined = await member.call("POST", invite, { body: { acceptRules: true } });
  expect(joined.json).toMatchObject({ competition: slug });
  const at = `/entries/${team.entryId}`;
  expect((await member.call("PUT", `${at}/name`, { body: { teamName: "Mine" } })).status).toBe(403);
  await team.call("PUT", `${at}/captain`, { body: { personId: member.id } });
  await member.call("PUT", `${at}/name`, { body: { teamName: "Second name" } });
  const { teamId } = joined.json;
  expect((await member.call("POST", `/teams/${teamId}/invite-code`)).json.inviteCode).not.toBe(
    team.inviteCode,
  );
  expect((await stranger("GET", invite)).status).toBe(404);
  await team.call("POST", `/teams/${teamId}/leave`);
  const own = (await member.call("GET", `/competitions/${slug}/entry`)).json;
  expect(own).toMatchObject({ teamName: "Second name", role: "captain", members: [{ personId: member.id }] });
  expect((await member.call("POST", `${at}/withdraw`, { body: {} })).status).toBe(422);
  await member.call("POST", `${at}/withdraw`, { body: { confirmed: true } });
  expect((await member.call("GET", `/competitions/${slug}/entry`)).json.state).toBe("withdrawn");
});

test("a place is offered by mail, taken once, and taken back", async () => {
  const slug = await aCompetition();
  const team = await aTeam(slug);
  const guest = await aCaller(api.url);
  const at = `/entries/${team.entryId}/invitations`;
  expect((await team.call("POST", at, { body: { email: "nobody" } })).json.error.field).toBe("email");
  const offered = await team.call("POST", at, { body: { email: guest.email } });
  expect(offered.status).toBe(201);
  const mails = await db.select().from(notices);
  const mail = mails.find((one) => one.to === guest.email)!;
  const secret = /invitations\/([\w-]+)/.exec(mail.text)![1];
  expect((await guest.call("GET", `/invitations/${secret}`)).json.competition).toBe(slug);
  await guest.call("POST", `/invitations/${secret}`, { body: { acceptRules: true } });
  expect((await guest.call("GET", `/competitions/${slug}/entry`)).json.id).toBe(team.entryId);
  expect((await stranger("POST", `/invitations/${secret}`, { body: { acceptRules: true } })).status).toBe(
    409,
  );
  const second = await team.call("POST", at, { body: { email: "later@podium.test" } });
  expect((await team.call("GET", `/competitions/${slug}/entry`)).json.invitations).toMatchObject([
    { id: second.json.id },
  ]);
  expect((await team.call("DELETE", `${at}/${second.json.id}`)).status).toBe(200);
  expect((await team.call("GET", `/competitions/${slug}/entry`)).json.invitations).toEqual([]);
});

test("two teams become one when the other's captain agrees", async () => {
  const slug = await aCompetition({ mergeUntil: "2036-01-01T00:00:00Z", autoAccept: true });
  const [asking, asked] = [await aTeam(slug), await aTeam(slug)];
  const entry = async (who: Caller) => (await who("GET", `/competitions/${slug}/entry`)).json;
  const { code } = await entry(asked.call);
  const proposed = await asking.call("POST", `/entries/${asking.entryId}/merges`, { body: { code } });
  expect(proposed.status).toBe(201);
  expect((await entry(asked.call)).merges).toMatchObject([{ id: proposed.json.id, proposedByUs: false }]);
  expect((await stranger("POST", `/merges/${proposed.json.id}/accept`)).status).toBe(404);
  expect((await asked.call("POST", `/merges/${proposed.json.id}/accept`)).json.id).toBe(asked.entryId);
  expect((await entry(asked.call)).members).toHaveLength(2);
});

test("a person says where they study, with a proof that only those who verify read", async () => {
  const school = await aSchool({ name: "Hidden Lake University" });
  const person = await aCaller(api.url);
  expect((await person.call("GET", "/organisations?q=hidden%20lake")).json.organisations).toMatchObject([
    { id: school.id },
  ]);
  const at = `/organisations/${school.id}/membership`;
  const pdf = "%PDF-1.4 my student card";
  const said = await person.call("PUT", `${at}/proof?fileName=card.pdf&memberNumber=7`, { bytes: pdf });
  expect(said.json).toEqual({ verified: false });
  const waiting = await organiser("GET", "/memberships");
  expect(waiting.json.memberships).toMatchObject([{ personId: person.id, memberNumber: "7" }]);
  const of = `/memberships/${school.id}/${person.id}`;
  expect((await organiser("GET", `${of}/proof`)).text).toBe(pdf);
  expect((await stranger("GET", `${of}/proof`)).status).toBe(404);
  expect((await stranger("GET", "/memberships")).status).toBe(404);
  expect((await stranger("POST", `${of}/decision`, { body: { state: "verified" } })).status).toBe(403);
  await organiser("POST", `${of}/decision`, { body: { state: "verified" } });
  expect((await person.call("GET", "/me/organisations")).json.memberships).toMatchObject([
    { id: school.id, state: "verified" },
  ]);
  expect((await person.call("DELETE", at)).status).toBe(200);
  expect((await person.call("GET", "/me/organisations")).json.memberships).toEqual([]);
});

test("a file is handed in for a receipt; its bytes are the team's and the organisers', nobody else's", async () => {
  const slug = await aCompetition({ autoAccept: true });
  const at = `/competitions/${slug}`;
  const slot = { title: { en: "Report" }, extensions: ["txt"], maxBytes: 1000, required: true };
  expect(
    (await organiser("POST", `${at}/slots`, { body: { ...slot, namePattern: "a/b" } })).json.error.field,
  ).toBe("namePattern");
  const { id } = (await organiser("POST", `${at}/slots`, { body: slot })).json;
  const team = await aTeam(slug);
  expect((await organiser("GET", `${at}/receipts?incomplete=true`)).json.total).toBe(1);
  const wrong = await team.call("POST", `${at}/deliverables/${id}?fileName=r.pdf`, { bytes: "hello" });
  expect(wrong).toMatchObject({ status: 422, json: { error: { field: "file" } } });
  const handed = await team.call("POST", `${at}/deliverables/${id}?fileName=r.txt`, { bytes: "hello" });
  expect(handed).toMatchObject({ status: 201, json: { version: 1 } });
  const receipt = `/deliverables/${handed.json.id}`;
  for (const who of [team.call, organiser]) {
    expect((await who("GET", receipt)).json).toMatchObject({ fileName: "r.txt", competition: slug });
    expect((await who("GET", `${receipt}/file`)).text).toBe("hello");
  }
  expect((await stranger("GET", receipt)).status).toBe(404);
  expect((await stranger("GET", `${receipt}/file`)).status).toBe(404);
  expect((await team.call("GET", `${at}/deliverables`)).json.slots).toMatchObject([
    { id, state: "handedIn", receipts: [{ id: handed.json.id }] },
  ]);
  expect((await organiser("GET", `${at}/slots`)).json.slots).toMatchObject([{ handedIn: 1 }]);
  expect((await organiser("GET", `${at}/slots/${id}/files`)).type).toBe("application/zip");
  expect((await organiser("GET", `${at}/receipts/export`)).text).toContain("r.txt");
  expect((await organiser("GET", `${at}/receipts?incomplete=true`)).json.total).toBe(0);
  expect((await organiser("DELETE", `${at}/slots/${id}`)).status).toBe(409);
});

const ORGANISERS: [string, string, unknown?][] = [
  ["GET", "entries"],
  ["GET", "entries/export"],
  ["POST", "own-entries", { kind: "baseline", teamName: "B" }],
  ["GET", "slots"],
  ["GET", "receipts"],
  ["GET", "receipts/export"],
];
test.each(ORGANISERS)(
  "%s …/%s is nothing for a team, needs the scope, and a token",
  async (method, what, body) => {
    const slug = await aCompetition();
    const team = await aTeam(slug);
    const at = `/competitions/${slug}/${what}`;
    expect((await team.call(method, at, { body })).status).toBe(404);
    const narrow = await callerOf(api.url, team.id, ["read"]);
    expect((await narrow(method, at, { body })).status).toBe(403);
    expect((await callerWith(api.url, null)(method, at, { body })).status).toBe(401);
  },
);

const CAPTAINS: [string, string, unknown?][] = [
  ["PUT", "name", { teamName: "Stolen" }],
  ["PUT", "captain", { personId: "00000000-0000-4000-8000-000000000000" }],
  ["POST", "withdraw", { confirmed: true }],
  ["POST", "invitations", { email: "me@podium.test" }],
  ["POST", "accept-rules", { rulesVersion: 1 }],
  ["POST", "merges", { code: "X" }],
];
test.each(CAPTAINS)(
  "%s /entries/…/%s is nothing for another team, and needs the scope",
  async (method, what, body) => {
    const team = await aTeam(await aCompetition());
    const at = `/entries/${team.entryId}/${what}`;
    expect((await stranger(method, at, { body })).status).toBe(404);
    expect((await stranger(method, `/entries/nothing/${what}`, { body })).status).toBe(404);
    const narrow = await callerOf(api.url, team.id, ["read", "organise"]);
    expect((await narrow(method, at, { body })).status).toBe(403);
  },
);
