import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { io } from "socket.io-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import yauzl from "yauzl";
import { handle } from "../../app/api/handle.server.ts";
import { loader as feedLoader } from "../../app/discussions/routes/announcements-feed.ts";
import { revealBoard } from "../../app/leaderboards/reveal.server.ts";
import { loader as embedLoader } from "../../app/leaderboards/routes/embed.tsx";
import { loader as exportLoader } from "../../app/leaderboards/routes/export.ts";
import { loader as historyLoader } from "../../app/leaderboards/routes/history.tsx";
import { loader as boardLoader } from "../../app/leaderboards/routes/show.tsx";
import { startLive } from "../../app/live/server.server.ts";
import { viewerOf } from "../../app/people/viewer.server.ts";
import { loader as statisticsCsvLoader } from "../../app/statistics/routes/csv.ts";
import { loader as statisticsLoader } from "../../app/statistics/routes/statistics.tsx";
import { loader as compareLoader } from "../../app/submissions/routes/compare.tsx";
import { loader as fileLoader } from "../../app/submissions/routes/file.ts";
import { loader as listLoader } from "../../app/submissions/routes/list.tsx";
import { loader as organiserListLoader } from "../../app/submissions/routes/manage.tsx";
import { loader as submissionLoader } from "../../app/submissions/routes/show.tsx";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { boards, grants, metrics } from "../../db/schema/index.ts";
import { aBoard, aColumn, anEntryOn, score } from "../factories/boards.ts";
import { aPerson } from "../factories/people.ts";
import { cookieOf } from "../support/cookie-of.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 9, minute));
/** Scored after the freeze; measured on the private split, before and after it; the sum of both. */
const FROZEN = "0.7771234";
const PRIVATE = ["0.3331234", "0.4441234"];
const HIDDEN = "0.5551234";

const http = createServer();
let live: { stop(): Promise<void> };
let board: Awaited<ReturnType<typeof aBoard>>;
let submissionId: string;
let earlierId: string;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  live = await startLive(http);
  await once(http.listen(0, "127.0.0.1"), "listening");
  board = await aBoard({
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
  const [own, other, panelist, organiser] = [
    await aPerson(),
    await aPerson(),
    await aPerson(),
    await aPerson({ role: "organiser" }),
  ];
  await db
    .insert(grants)
    .values({ personId: panelist.id, role: "panelist", scope: "competition", scopeId: board.competitionId });
  const entry = await anEntryOn(board, "Own", own.id);
  await score(board, await anEntryOn(board, "Other", other.id), { accuracy: "0.6" }, at(4));
  earlierId = await score(board, entry, { accuracy: "0.5", final: PRIVATE[0]!, unseen: HIDDEN }, at(5));
  submissionId = await score(board, entry, { accuracy: FROZEN, final: PRIVATE[1]! }, at(15));
  cookies.guest = "";
  cookies["another team"] = await cookieOf(other.id);
  cookies["the own team"] = await cookieOf(own.id);
  cookies.panelist = await cookieOf(panelist.id);
  cookies.organiser = await cookieOf(organiser.id);
});
afterAll(async () => {
  await live.stop();
  http.close();
});

const request = (path: string, person: string) =>
  new Request(`${webConfig().PUBLIC_URL}${path}`, { headers: { cookie: cookies[person]! } });

/** What a loader or handler tells, as text; a refusal tells nothing. */
async function told(answer: () => unknown): Promise<string> {
  try {
    const value = await answer();
    return value instanceof Response ? await textOf(value) : JSON.stringify(value);
  } catch (thrown) {
    if (thrown instanceof Response) return textOf(thrown);
    throw thrown;
  }
}

async function textOf(response: Response): Promise<string> {
  const bytes = Buffer.from(await response.arrayBuffer());
  return bytes.subarray(0, 2).toString() === "PK" ? unzipped(bytes) : bytes.toString();
}

const unzipped = (bytes: Buffer) =>
  new Promise<string>((resolve, reject) => {
    let text = "";
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip.on("end", () => resolve(text));
      zip.on("entry", (entry) =>
        zip.openReadStream(entry, async (broken, content) => {
          if (broken) return reject(broken);
          for await (const chunk of content) text += chunk;
          zip.readEntry();
        }),
      );
      zip.readEntry();
    });
  });

async function heard(person: string, asPublic: boolean): Promise<string> {
  const { port } = http.address() as AddressInfo;
  const socket = io(`http://127.0.0.1:${port}`, {
    transports: ["websocket"],
    forceNew: true,
    extraHeaders: { cookie: cookies[person]! },
  });
  const everything: unknown[] = [];
  socket.onAny((...said) => everything.push(said));
  everything.push(
    await socket.emitWithAck("watch", { kind: "board", boardId: board.boardId, asPublic, seq: 0 }),
    await socket.emitWithAck("watch", { kind: "submission", submissionId }),
  );
  socket.close();
  return JSON.stringify(everything);
}

type Args = Parameters<typeof boardLoader>[0];
const args = (path: string, person: string, params: Record<string, string>) =>
  ({ request: request(path, person), params, context: {} }) as unknown as Args;
const boardPath = () => `/competitions/${board.slug}/leaderboard`;
const page = (search: string) => (person: string) =>
  told(() => boardLoader(args(`${boardPath()}${search}`, person, { slug: board.slug })));
const table = (format: string) => (person: string) =>
  told(() => exportLoader(args(`${boardPath()}/export/${format}`, person, { slug: board.slug, format })));
const api = (path: string) => (person: string) => told(() => handle(request(`/api/v1${path}`, person)));
const file = (what: string) => (person: string) =>
  told(() =>
    fileLoader(args(`/submissions/${submissionId}/files/${what}`, person, { id: submissionId, what })),
  );

const managedPage = (section: string, loader: (of: Args) => unknown) => (person: string) =>
  told(() => loader(args(`/competitions/${board.slug}/manage/${section}`, person, { slug: board.slug })));
/** Two submissions of the own team side by side. */
const compared = (person: string) =>
  told(() => compareLoader(args(`/submissions/compare?a=${earlierId}&b=${submissionId}`, person, {})));

const WAYS: Record<string, (person: string) => Promise<string>> = {
  "the page and its data request": page(""),
  "the page with a search": page("?phase=0&team=Own"),
  "the page as the public sees it": page("?as=public"),
  "the hall screen": page("?screen=hall"),
  "the board's API": (person) => api(`/competitions/${board.slug}/leaderboard`)(person),
  "the board's CSV by API": (person) =>
    api(`/competitions/${board.slug}/leaderboard/export?format=csv`)(person),
  "the board's XLSX by API": (person) =>
    api(`/competitions/${board.slug}/leaderboard/export?format=xlsx`)(person),
  "the organisers' list by API": (person) => api(`/competitions/${board.slug}/all-submissions`)(person),
  "the socket": (person) => heard(person, false),
  "the socket, asking for the public's room": (person) => heard(person, true),
  "the history chart": (person) =>
    told(() => historyLoader(args(`${boardPath()}/history`, person, { slug: board.slug }))),
  "the page for other sites' frames": (person) =>
    told(() => embedLoader(args(`/embed${boardPath()}`, person, { slug: board.slug }))),
  "the CSV export": table("csv"),
  "the XLSX export": table("xlsx"),
  "the announcements' feed": (person) =>
    told(() =>
      feedLoader(args(`/competitions/${board.slug}/announcements.atom`, person, { slug: board.slug })),
    ),
  "the statistics": managedPage("statistics", statisticsLoader),
  "the statistics' CSV": managedPage("statistics/csv", statisticsCsvLoader),
  "the organisers' list of submissions": managedPage("submissions", organiserListLoader),
};
/** These tell a team of its own submissions, a freeze or not: but never a private score. */
const OWN_WAYS: Record<string, (person: string) => Promise<string>> = {
  "the submission's page": (person) =>
    told(() => submissionLoader(args(`/submissions/${submissionId}`, person, { id: submissionId }))),
  "the page that compares two submissions": compared,
  "the list of submissions": (person) =>
    told(() => listLoader(args(`/competitions/${board.slug}/submissions`, person, { slug: board.slug }))),
  "the submission's API": (person) => api(`/submissions/${submissionId}`)(person),
  "the comparison by API": (person) => api(`/submissions/${submissionId}/compare?with=${earlierId}`)(person),
  "the scorer's output": file("scoring_output"),
  "the detailed results": file("detailed_results"),
};
const PEOPLE = ["guest", "another team", "the own team", "panelist"];

const cases = (ways: typeof WAYS) =>
  Object.entries(ways).flatMap(([way, look]) => PEOPLE.map((person) => ({ way, person, look })));

test.each(cases(WAYS))(
  "$person learns no frozen, private or hidden score by $way",
  async ({ person, look }) => {
    const text = await look(person);
    for (const secret of [FROZEN, ...PRIVATE, HIDDEN, "0.41656", "0.61062"])
      expect(text).not.toContain(secret);
  },
);

test.each(cases(OWN_WAYS))("$person learns no private score by $way", async ({ person, look }) => {
  const text = await look(person);
  for (const secret of [...PRIVATE, HIDDEN, "0.61062"]) expect(text).not.toContain(secret);
  if (person !== "the own team") expect(text).not.toContain(FROZEN);
});

test("the team itself sees the public score of what it submitted during the freeze", async () => {
  expect(await compared("the own team")).toContain(FROZEN);
  expect(await OWN_WAYS["the submission's page"]!("the own team")).toContain(FROZEN);
  expect(await OWN_WAYS["the submission's API"]!("the own team")).toContain(FROZEN);
});

test("what the ways would tell is there to be told: the organiser sees all of it by each", async () => {
  const pages = [page(""), table("csv"), table("xlsx"), WAYS["the board's API"]!];
  for (const look of pages) {
    const text = await look("organiser");
    expect(text).toContain(FROZEN);
    expect(text).toContain(PRIVATE[1]);
  }
  expect(await OWN_WAYS["the submission's page"]!("organiser")).toContain(PRIVATE[1]);
  for (const format of ["CSV", "XLSX"])
    expect(await WAYS[`the board's ${format} by API`]!("organiser")).toContain(PRIVATE[1]);
  expect(await WAYS["the organisers' list by API"]!("organiser")).toContain(FROZEN);
  expect(await OWN_WAYS["the comparison by API"]!("organiser")).toContain(PRIVATE[1]);
  expect(await OWN_WAYS["the comparison by API"]!("the own team")).toContain(FROZEN);
  expect(await compared("organiser")).toContain(PRIVATE[1]);
  for (const way of ["the statistics", "the organisers' list of submissions"])
    expect(await WAYS[way]!("organiser")).toContain(FROZEN);
});

test("after the reveal everybody sees the final ranking and the private scores, but no hidden column", async () => {
  const viewer = await viewerOf(request("/", "organiser"));
  if (!viewer.person) throw new Error("the organiser is not signed in");
  const revealed = await revealBoard({
    viewer: { ...viewer, person: viewer.person },
    boardId: board.boardId,
    confirmed: true,
    now: at(30),
  });
  expect(revealed).toEqual({ ok: true, value: null });
  for (const look of [page(""), table("csv"), WAYS["the board's API"]!]) {
    const text = await look("guest");
    expect(text).toContain(FROZEN);
    expect(text).toContain(PRIVATE[1]);
    expect(text).not.toContain(HIDDEN);
  }
  expect(await OWN_WAYS["the submission's page"]!("the own team")).toContain(PRIVATE[1]);
});
