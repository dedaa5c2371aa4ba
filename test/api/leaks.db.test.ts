// Every operation of the API is asked by everybody who may not know. One that is new fails until it is in a table.
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { handle } from "../../app/api/handle.server.ts";
import type { Operation } from "../../app/api/operation.ts";
import { operations } from "../../app/api/operations.server.ts";
import { reply, startThread } from "../../app/discussions/write-post.server.ts";
import { createToken } from "../../app/people/tokens.server.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import {
  announcements,
  boards,
  clarifications,
  grants,
  metrics,
  postReports,
  posts,
} from "../../db/schema/index.ts";
import { aBoard, aColumn, anEntryOn, score } from "../factories/boards.ts";
import { aPerson } from "../factories/people.ts";
import { aRejudge } from "../factories/rejudges.ts";

/** Scored after the freeze; measured on the private split, before and after it; under a hidden column. */
const FROZEN = "0.7771234";
const PRIVATE = ["0.3331234", "0.4441234", "0.5551234", "0.61062"];
/** Of a hidden post, a reported post's reason, a draft announcement, and what another team asks in private. */
const SAID = ["hidden-post-words", "report-words", "draft-words", "private-question-words"];

const PEOPLE = ["guest", "another team", "panelist", "the own team"] as const;
type Asker = (typeof PEOPLE)[number] | "owner";

type Call = { query?: string; body?: unknown };
/**
 * What reads; the owner, who may know, is answered. `nothing`: why even the owner gets none of it in this world,
 * where files have no content and nobody was invited.
 */
const READS: Record<string, Call & { nothing?: string }> = {
  whoAmI: {},
  listOwnNotices: {},
  listCompetitions: {},
  showCompetition: {},
  exportCompetition: { nothing: "programs without content" },
  listTemplates: {},
  showSettings: {},
  showReadiness: {},
  showImportReport: { nothing: "no bundle" },
  listFiles: {},
  openFile: { nothing: "no files" },
  listPages: {},
  showRules: {},
  listRulesVersions: {},
  listTracks: {},
  listPhases: {},
  listTasks: {},
  listTaskVersions: {},
  openTaskFile: { nothing: "programs without content" },
  showOwnEntry: { nothing: "the owner has no team" },
  showInvite: { nothing: "no such code" },
  showInvitation: { nothing: "nobody is invited" },
  listEntries: {},
  exportEntries: {},
  showEntry: {},
  findOrganisations: { query: "?q=a" },
  showOrganisation: { nothing: "no schools" },
  listOwnMemberships: {},
  listWaitingMemberships: {},
  openProof: { nothing: "no schools" },
  listDeliverables: { nothing: "the owner has no team" },
  showReceipt: { nothing: "nothing handed in" },
  openDeliverable: { nothing: "nothing handed in" },
  listSlots: {},
  openSlotFiles: { nothing: "no slots" },
  listReceipts: {},
  exportReceipts: {},
  showQuotas: { nothing: "the owner has no team" },
  listSubmissions: { nothing: "the owner has no team" },
  showSubmission: {},
  readLogs: {},
  showHowItRan: {},
  listReproductions: {},
  showLeaderboard: {},
  showBoardSettings: {},
  exportLeaderboard: { query: "?format=csv" },
  showHistory: {},
  listAllSubmissions: {},
  listGrants: {},
  compareSubmissions: {},
  openSubmissionFile: { nothing: "programs without content" },
  showSimilarity: { nothing: "nobody compared yet" },
  showStatistics: {},
  listRejudges: {},
  showCompetitionImage: {},
  showRejudge: {},
  listAnnouncements: {},
  listClarifications: {},
  listThreads: {},
  showThread: {},
  listPostReports: {},
  showPair: { nothing: "nobody compared yet" },
  listQueues: {},
  listImages: {},
  tryImage: { query: "?image=python" },
  listHosts: {},
};

const NAME = { name: { en: "A" } };
/** What writes, with a body that whoever may could send; {} where none is asked for. Asked after all reads. */
const WRITES: Record<string, Call> = {
  changeNote: { body: { note: "mine" } },
  chooseFinal: { body: { final: true } },
  chooseForBoard: { body: { on: true } },
  makePublic: { body: { public: true } },
  reply: { body: { body: "Hello" } },
  editPost: { body: { body: "Hello" } },
  reportPost: { body: { reason: "No" } },
  subscribe: { body: { topic: "discussions", wanted: true } },
  startThread: { body: { title: "Hello", body: "Hello" } },
  askClarification: { body: { question: "Why?" } },
  answerClarification: { body: { answer: "So", isPublic: false } },
  moderateThread: { body: { act: "lock" } },
  hidePost: { body: { hidden: true, reason: "No" } },
  dismissPostReports: {},
  createAnnouncement: { body: { title: { en: "A" }, body: { en: "A" }, publish: true } },
  setUp: { body: { code: "x", name: "A", email: "a@example.org", password: "a long password" } },
  readNotices: { body: {} },
  createToken: { body: { name: "x", scopes: ["read"], days: 1 } },
  createPerson: { body: { name: "A", email: "new@example.org" } },
  importCompetition: {},
  createCompetition: { body: { title: { en: "A" }, template: "practice" } },
  copyCompetition: { body: { title: { en: "A" }, startsAt: "2027-01-01T00:00:00Z" } },
  changeCompetitionSettings: { body: { maxTeamSize: 5 } },
  closeCompetition: {},
  archiveCompetition: {},
  scheduleCompetition: { body: { publishAt: null } },
  publishCompetition: {},
  reopenCompetition: {},
  unarchiveCompetition: {},
  confirmImport: {},
  setLogo: {},
  removeLogo: {},
  createPage: { body: { title: { en: "A" } } },
  changePage: { body: { title: { en: "A" } } },
  movePage: { body: { by: 1 } },
  removePage: {},
  changeRules: { body: { rules: { en: "A" } } },
  createTrack: { body: { ...NAME, code: "A" } },
  changeTrack: { body: { ...NAME, code: "A" } },
  moveTrack: { body: { by: 1 } },
  removeTrack: {},
  upload: { query: "?fileName=a.zip" },
  createPhase: { body: NAME },
  changePhase: { body: NAME },
  removePhase: {},
  createTask: { body: NAME },
  importTask: {},
  changeTask: { body: NAME },
  moveTask: { body: { by: 1 } },
  removeTask: {},
  joinCompetition: { body: { teamName: "A", acceptRules: true } },
  acceptRules: {},
  renameTeam: { body: { name: "A" } },
  handOver: { body: { person: randomUUID() } },
  invite: { body: { email: "a@example.org" } },
  revokeInvitation: {},
  proposeMerge: { body: { code: "T-0001" } },
  acceptMerge: {},
  endMerge: {},
  removeMember: {},
  turnInvite: {},
  joinTeam: {},
  acceptInvitation: {},
  acceptEntries: { body: { ids: [randomUUID()] } },
  addOwnEntry: { body: { name: "A", kind: "baseline" } },
  decideEntry: { body: { state: "disqualified", reason: "No", confirmed: true } },
  moveEntry: { body: { trackId: null } },
  renameEntry: { body: { name: "A" } },
  createOrganisation: { body: { ...NAME, kind: "school" } },
  changeOrganisation: { body: { ...NAME, kind: "school" } },
  belong: { body: {} },
  belongWithProof: {},
  stopBelonging: {},
  decideMembership: { body: { state: "verified" } },
  deliver: { query: "?fileName=a.zip" },
  deliverUpload: { body: { uploadId: randomUUID() } },
  createSlot: { body: { title: { en: "A" } } },
  changeSlot: { body: { title: { en: "A" } } },
  moveSlot: { body: { by: 1 } },
  removeSlot: {},
  nudge: {},
  submit: { query: "?fileName=a.zip" },
  submitUpload: { body: { uploadId: randomUUID() } },
  submitImage: { body: { reference: "python:3" } },
  grantQuota: { body: { extra: 1 } },
  startSubmissions: { body: {} },
  refundSubmission: { body: { reason: "No" } },
  cancelSubmission: {},
  reproduceSubmission: {},
  changeBoard: { body: { title: "A" } },
  previewBoard: { body: { title: "A", submissionRule: "Force_Best", primaryPosition: 1 } },
  freezeBoard: { body: { freeze: false } },
  revealBoard: { body: { confirmed: true } },
  createColumn: { body: { key: "a", title: "A" } },
  changeColumn: { body: { key: "a", title: "A" } },
  moveColumn: { body: { by: 1 } },
  removeColumn: {},
  takeBackGrant: {},
  beginSimilarity: { body: {} },
  reviewPair: { body: { state: "cleared" } },
  cancelSimilarity: {},
  beginRejudge: { body: { reason: "No" } },
  lookForNewerImage: {},
  takeNewerImage: { body: { exact: "sha256:0" } },
  approveRejudge: {},
  discardRejudge: {},
  retryRejudge: {},
  createForum: { body: { slug: "a", ...NAME } },
  createEdition: { body: { slug: "a", ...NAME } },
  setAgenda: { body: { sessions: [] } },
  importAgenda: {},
  addTicketKind: { body: NAME },
  register: { body: {} },
  createQueue: { body: { name: "a" } },
  changeQueue: { body: { name: "a" } },
  removeQueue: {},
  setImages: { body: { lines: [] } },
  addHost: { body: { name: "a" } },
  rotateHostToken: {},
  drainHost: {},
  resumeHost: {},
  testHost: {},
  removeHost: {},
  leaveTeam: {},
  withdraw: {},
};

/** Four askers of every operation: a second on a machine of its own, a minute on a crowded one. */
const CROWDED_MS = 180_000;

const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 9, minute));
/** Everybody's token may do everything: what is refused is refused for who they are. */
const tokens: Partial<Record<Asker, string>> = {};
/** What stands in a path's braces, by what is before them. */
let things: Record<string, string>;

let jobs: Awaited<ReturnType<typeof startJobs>>;
afterAll(() => jobs.stop());
beforeAll(async () => {
  jobs = await startJobs({});
  const board = await aBoard({
    columns: [
      aColumn(),
      aColumn({ key: "final", position: 1 }),
      aColumn({ key: "mixed", position: 2, computation: "avg", computedFrom: [0, 1] }),
      aColumn({ key: "unseen", position: 3, hidden: true }),
    ],
    freezeAt: at(10),
  });
  await db.update(metrics).set({ split: "private" }).where(eq(metrics.id, board.columns[1]!.id));
  await db.update(boards).set({ finalPosition: 1, embeddable: true }).where(eq(boards.id, board.boardId));
  const [own, other, panelist] = [await aPerson(), await aPerson(), await aPerson()];
  const owner = await aPerson({ role: "owner" });
  await db
    .insert(grants)
    .values({ personId: panelist.id, role: "panelist", scope: "competition", scopeId: board.competitionId });
  const entry = await anEntryOn(board, "Own", own.id);
  const others = await anEntryOn(board, "Other", other.id);
  await score(board, others, { accuracy: "0.6" }, at(4));
  const earlier = await score(
    board,
    entry,
    { accuracy: "0.5", final: PRIVATE[0]!, unseen: PRIVATE[2]! },
    at(5),
  );
  const submission = await score(board, entry, { accuracy: FROZEN, final: PRIVATE[1]! }, at(15));
  for (const [asker, person] of Object.entries({
    "another team": other,
    panelist,
    "the own team": own,
    owner,
  }))
    tokens[asker as Asker] = await tokenOf(person.id);

  const now = at(20);
  const { slug, competitionId } = board;
  const thread = await startThread({
    viewer: owner.viewer,
    slug,
    task: null,
    title: "Talk",
    body: "Hi",
    now,
  });
  if (!thread.ok) throw new Error(thread.refusal.reason);
  const threadId = thread.value.id;
  const post = await reply({ viewer: owner.viewer, slug, threadId, body: SAID[0]!, now });
  if (!post.ok) throw new Error(post.refusal.reason);
  await db.update(posts).set({ hiddenAt: now }).where(eq(posts.id, post.value.id));
  await db
    .insert(postReports)
    .values({ postId: post.value.id, personId: owner.id, reason: SAID[1]!, createdAt: now });
  await db
    .insert(announcements)
    .values({ competitionId, title: { en: SAID[2]! }, body: { en: SAID[2]! }, updatedAt: now });
  const [asked] = await db
    .insert(clarifications)
    // Of a team that none of the askers is in.
    .values({ competitionId, entryId: await anEntryOn(board, "Third"), question: SAID[3]!, createdAt: now })
    .returning();
  things = {
    slug,
    competitions: slug,
    submissions: submission,
    earlier,
    entries: entry,
    tasks: board.taskId,
    phases: board.phaseId,
    boards: "0",
    columns: board.columns[1]!.id,
    discussions: threadId,
    posts: post.value.id,
    "post-reports": post.value.id,
    clarifications: asked!.id,
    rejudges: await aRejudge(board, owner.viewer, now),
  };
});

async function tokenOf(personId: string): Promise<string> {
  const scopes = ["read", "take_part", "organise", "operate"] as const;
  const made = await createToken({ personId, name: "test", scopes, expiresAt: null });
  if (!made.ok) throw new Error(made.refusal.reason);
  return made.value.token;
}

async function ask(operation: Operation, asker: Asker, { query = "", body }: Call) {
  const pieces = operation.path.split("/");
  const path = pieces
    .map((piece, i) => (piece.startsWith("{") ? (things[pieces[i - 1]!] ?? randomUUID()) : piece))
    .join("/");
  const search = operation.id === "compareSubmissions" ? `?with=${things.earlier}` : query;
  const token = tokens[asker];
  const raw = operation.body === "zip" || operation.body === "file";
  const request = new Request(`${webConfig().PUBLIC_URL}/api/v1${path}${search}`, {
    method: operation.method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(operation.method !== "GET" && { body: raw ? "no zip" : JSON.stringify(body ?? {}) }),
  });
  const response = await handle(request);
  return { status: response.status, text: await response.text() };
}

/** A team knows what it scored itself, a freeze or not. */
const secretsFrom = (asker: Asker) => [...PRIVATE, ...SAID, ...(asker === "the own team" ? [] : [FROZEN])];
const named = (ids: Record<string, Call>) =>
  Object.entries(ids).map(([id, call]) => ({
    id,
    call,
    operation: operations.find((one) => one.id === id)!,
  }));

test("every operation of the API is in one of the tables, and nothing else is", () => {
  expect([...Object.keys(READS), ...Object.keys(WRITES)].sort()).toEqual(
    operations.map(({ id }) => id).sort(),
  );
  expect(named(READS).filter(({ operation }) => operation.method !== "GET")).toEqual([]);
});

test(
  "no operation that reads tells anybody what is frozen, private, hidden or not yet said",
  async () => {
    for (const { id, operation, call } of named(READS))
      for (const asker of PEOPLE) {
        const { text } = await ask(operation, asker, call);
        const leaked = secretsFrom(asker).filter((secret) => text.includes(secret));
        expect({ id, asker, leaked }).toEqual({ id, asker, leaked: [] });
      }
  },
  CROWDED_MS,
);

test("what they would tell is there: the owner is answered by each, and reads every secret somewhere", async () => {
  let everything = "";
  const unanswered: string[] = [];
  for (const { id, operation, call } of named(READS)) {
    if (READS[id]!.nothing) continue;
    const { status, text } = await ask(operation, "owner", call);
    if (status !== 200) unanswered.push(`${id} ${status}`);
    everything += text;
  }
  expect(unanswered).toEqual([]);
  for (const secret of [FROZEN, ...PRIVATE.slice(0, 3), ...SAID.filter((words) => words !== SAID[2])])
    expect(everything).toContain(secret);
});

test(
  "no operation that writes answers with any of it, to whoever may call it and whoever may not",
  async () => {
    const noted = operations.find(({ id }) => id === "changeNote")!;
    expect(await ask(noted, "the own team", WRITES.changeNote!)).toMatchObject({
      status: 200,
      text: expect.stringContaining(FROZEN),
    });
    for (const { id, operation, call } of named(WRITES))
      for (const asker of PEOPLE) {
        const { status, text } = await ask(operation, asker, call);
        const leaked = secretsFrom(asker).filter((secret) => text.includes(secret));
        expect({ id, asker, leaked, broken: status >= 500 }).toEqual({
          id,
          asker,
          leaked: [],
          broken: false,
        });
      }
  },
  CROWDED_MS,
);
