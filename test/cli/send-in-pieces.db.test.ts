// Large files by `podium submit` and `podium deliver`, over a line that is cut, and by a process that is killed.
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import os from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { progressOn } from "../../app/cli/progress.ts";
import { createToken } from "../../app/people/tokens.server.ts";
import { db } from "../../db/connect.ts";
import { blobs, deliverables, submissions } from "../../db/schema/index.ts";
import { aCompetition, anEntry, zipped } from "../factories/competitions.ts";
import { aSlot } from "../factories/deliverables.ts";
import { aPerson } from "../factories/people.ts";
import { serveApi } from "../support/api-server.ts";
import { podiumIn } from "../support/podium-command.ts";

const MiB = 1024 * 1024;
const home = mkdtempSync(path.join(os.tmpdir(), "podium-pieces-"));
const memory = path.join(home, ".config/podium/uploads.json");
const aLargeFile = (name: string) =>
  zipped({ "answers.csv": "1", "noise.bin": randomBytes(20 * MiB) }, path.join(home, name));

/** A line to a port: counts the bytes that went there, and does something once they are so many. */
async function lineTo(port: number) {
  const sockets = new Set<Socket>();
  const line = { url: "", sent: 0, at: Number.POSITIVE_INFINITY, happens: () => {}, cut, close };
  function cut() {
    for (const socket of sockets) socket.destroy();
  }
  const server = createServer((from) => {
    const to = connect(port, "127.0.0.1");
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(one);
      one
        .on("error", () => {})
        .once("close", () => {
          sockets.delete(one);
          other.destroy();
        });
    }
    from.on("data", (chunk) => {
      line.sent += chunk.length;
      if (line.sent < line.at) return;
      line.at = Number.POSITIVE_INFINITY;
      line.happens();
    });
    from.pipe(to).pipe(from);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  function close() {
    server.close();
    cut();
  }
  line.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return line;
}

async function aWorld() {
  const api = await serveApi();
  const line = await lineTo(Number(new URL(api.url).port));
  const { viewer } = await aPerson({ role: "organiser" });
  const competition = await aCompetition({
    organiser: viewer,
    now: new Date(),
    phase: { maxPerDay: 0, maxTotal: 0, startsAt: new Date(Date.now() - 3_600_000), endsAt: null },
  });
  await anEntry({ competition, people: [viewer], now: new Date() });
  const made = await createToken({
    personId: viewer.person.id,
    name: "test",
    scopes: ["read", "take_part"],
    expiresAt: null,
  });
  if (!made.ok) throw new Error(made.refusal.reason);
  const environment = { HOME: home, PODIUM_URL: line.url, PODIUM_TOKEN: made.value.token };
  return { api, line, competition, podium: podiumIn(environment) };
}
let world: Awaited<ReturnType<typeof aWorld>>;
beforeAll(async () => {
  world = await aWorld();
});
afterEach(() => {
  world.line.sent = 0;
});
afterAll(async () => {
  world.line.close();
  await world.api.close();
  rmSync(home, { recursive: true, force: true });
});

const sizeOf = async (hash: string) =>
  (await db.select({ size: blobs.size }).from(blobs).where(eq(blobs.hash, hash)))[0]?.size;

test("a line that is cut in the middle costs a piece at most, and progress is told in lines", async () => {
  const { line, podium, competition } = world;
  const file = await aLargeFile("cut.zip");
  const { size } = statSync(file);
  Object.assign(line, { at: 13 * MiB, happens: line.cut });
  const { code, out, err } = await podium(["submit", competition.slug, file, "--note", "cut"]);
  expect([code, err.split("\n").at(-2)]).toEqual([0, "100%  20.0 MiB of 20.0 MiB"]);
  expect(err.trim().split("\n").length).toBeLessThanOrEqual(13);
  const id = /waits for a judge: (\S+)/.exec(out)?.[1] ?? "";
  const [made] = await db.select().from(submissions).where(eq(submissions.id, id));
  expect(made).toMatchObject({ fileName: "cut.zip", note: "cut" });
  expect(await sizeOf(made!.blobHash)).toBe(size);
  expect(line.sent).toBeLessThan(size + 9 * MiB);
  expect(JSON.parse(readFileSync(memory, "utf8"))).toEqual([]);
});

test("a command that was killed goes on where it was when it is given again, and with --json it says nothing", async () => {
  const { line, podium, competition } = world;
  const slot = await aSlot(competition, { title: { en: "Weights" }, maxBytes: 100 * MiB });
  const file = await aLargeFile("killed.zip");
  const { size } = statSync(file);
  const words = ["deliver", competition.slug, "Weights", file, "--json"];
  // The line goes with the process, as it does when a machine loses its power.
  const killed = podium(words, "", {}, (child) => {
    Object.assign(line, {
      at: 17 * MiB,
      happens: () => {
        child.kill("SIGKILL");
        line.cut();
      },
    });
  });
  expect((await killed).code).toBeNull();
  expect(statSync(memory).mode & 0o777).toBe(0o600);
  expect(await db.$count(deliverables, eq(deliverables.slotId, slot.id))).toBe(0);

  line.sent = 0;
  const again = await podium(words);
  expect(again).toMatchObject({ code: 0, err: "" });
  const { id } = JSON.parse(again.out) as { id: string };
  const [kept] = await db.select().from(deliverables).where(eq(deliverables.id, id));
  expect(kept).toMatchObject({ slotId: slot.id, fileName: "killed.zip", size, version: 1 });
  expect(line.sent).toBeLessThan(size - 7 * MiB);
  expect(JSON.parse(readFileSync(memory, "utf8"))).toEqual([]);
});

test("what cannot be handed in says so in a sentence, before a byte of it is sent", async () => {
  const { line, podium, competition } = world;
  await aSlot(competition, { title: { en: "Report" }, position: 1, dueAt: new Date(Date.now() - 1000) });
  const file = path.join(home, "empty.pdf");
  writeFileSync(file, "");
  const refusal = async (...words: string[]) => {
    const { code, err } = await podium(words);
    return [code, err.trim()];
  };
  expect(await refusal("submit", competition.slug, file)).toEqual([1, `${file} is empty.`]);
  expect(await refusal("submit", competition.slug, "/nowhere.zip")).toEqual([
    1,
    "/nowhere.zip cannot be read.",
  ]);
  expect(await refusal("deliver", competition.slug, "Repotr", file)).toEqual([
    1,
    "Nothing is called Repotr. There is: Weights, Report.",
  ]);
  const [code, late] = await refusal("deliver", competition.slug, "Report", file);
  expect([code, late]).toEqual([1, expect.stringMatching(/deadline|closed|late|over/i)]);
  expect(line.sent).toBeLessThan(100_000);
});

test("progress is a line that moves on a terminal, and a tenth at a time elsewhere", () => {
  const told = (isTTY: boolean, quiet = false) => {
    const said: string[] = [];
    const tell = progressOn({ isTTY, write: (text) => said.push(text) }, quiet);
    for (const sent of [0, 1, 512, 513, 1024]) tell(sent * MiB, 1024 * MiB);
    return said;
  };
  expect(told(false)).toEqual([
    "0%  0 B of 1.0 GiB\n",
    "50%  512.0 MiB of 1.0 GiB\n",
    "100%  1.0 GiB of 1.0 GiB\n",
  ]);
  expect(told(true).at(-2)).toBe(`\r[${"#".repeat(12)}${".".repeat(12)}]  50%  512.0 MiB of 1.0 GiB`);
  expect(told(true).at(-1)).toMatch(/100% {2}1\.0 GiB of 1\.0 GiB\n$/);
  expect(told(true, true)).toEqual([]);
});
