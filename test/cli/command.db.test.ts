import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPerson } from "../../app/people/create-person.server.ts";
import { createToken } from "../../app/people/tokens.server.ts";
import { zipped } from "../factories/competitions.ts";
import { serveApi } from "../support/api-server.ts";
import { podiumIn } from "../support/podium-command.ts";
import { codalabBundle } from "../support/stranger-bundles.ts";

const home = mkdtempSync(path.join(os.tmpdir(), "podium-command-"));
let api: Awaited<ReturnType<typeof serveApi>>;
let token: string;

beforeAll(async () => {
  api = await serveApi();
  const person = await createPerson({
    name: "Owner",
    email: "owner@example.org",
    password: "correct horse battery",
    role: "owner",
    verified: true,
  });
  if (!person.ok) throw new Error(person.refusal.reason);
  const scopes = ["read", "take_part", "organise", "operate"] as const;
  const made = await createToken({ personId: person.value.id, name: "test", scopes, expiresAt: null });
  if (!made.ok) throw new Error(made.refusal.reason);
  token = made.value.token;
});

afterAll(async () => {
  await api.close();
  rmSync(home, { recursive: true, force: true });
});

const podium = podiumIn({ HOME: home });

test("a command before any sign-in says what to do, in one sentence", async () => {
  expect(await podium(["competition", "list"])).toEqual({
    code: 1,
    out: "",
    err: "Say which Podium first: podium sign-in --url URL --token TOKEN\n",
  });
});

test("a sign-in with a wrong token is refused and kept nowhere", async () => {
  const { code, err } = await podium(["sign-in", "--url", api.url, "--token", "podium_wrong"]);

  expect(code).toBe(1);
  expect(err).toBe("This token is unknown, was revoked or has expired.\n");
  expect((await podium(["competition", "list"])).code).toBe(1);
});

test("a sign-in is kept for its owner alone, and the next command uses it", async () => {
  const { code, out } = await podium(["sign-in", "--url", api.url, "--token", token]);
  expect(code).toBe(0);
  expect(out).toContain("Owner <owner@example.org>");
  expect(statSync(path.join(home, ".config/podium/sign-in.json")).mode & 0o777).toBe(0o600);

  const made = await podium(
    ["admin", "create-person", "--email", "new@example.org", "--name", "New", "--json"],
    "a long password\n",
  );
  expect(made).toMatchObject({ code: 0, err: "" });
  expect(JSON.parse(made.out)).toEqual({ id: expect.any(String) });
});

test("a kept token is not sent to another installation", async () => {
  const { code, err } = await podium(["token", "create"], "", {
    PODIUM_URL: api.url.replace("127.0.0.1", "localhost"),
  });

  expect(code).toBe(1);
  expect(err).toContain("needs a personal token");
});

test("the environment's token wins over the kept one", async () => {
  const { code, err } = await podium(["token", "create"], "", { PODIUM_TOKEN: "podium_wrong" });

  expect(code).toBe(1);
  expect(err).toBe("This token is unknown, was revoked or has expired.\n");
});

test("a refusal is told in the terminal's language", async () => {
  const { code, err } = await podium(["submission", "show", "nothing"], "", { LANG: "zh_CN.UTF-8" });

  expect(code).toBe(1);
  expect(err).toMatch(/\p{Script=Han}/u);
  expect(err.trim().split("\n")).toHaveLength(1);
});

test("an installation that is not there is one sentence too", async () => {
  const { code, err } = await podium(["competition", "list"], "", { PODIUM_URL: "http://127.0.0.1:9" });

  expect(code).toBe(1);
  expect(err).toMatch(/^http:\/\/127\.0\.0\.1:9 cannot be reached: .*\n$/);
});

test("a verb that is none ends with another code than 0", async () => {
  const { code, err } = await podium(["frobnicate"]);

  expect(code).not.toBe(0);
  expect(err).toContain("unknown command");
});

test("a competition is saved as a bundle, which imports again", async () => {
  const bundle = path.join(home, "strangers.zip");
  await zipped(await codalabBundle(), bundle);
  const imported = await podium(["competition", "import", bundle]);
  expect(imported.out).toContain("Imported as add-the-numbers.");
  expect(imported.out).toContain("ignored  Line 14: “favourite_colour” is not known and was ignored.");
  const saved = path.join(home, "saved.zip");
  expect(await podium(["competition", "export", "add-the-numbers", "-o", saved])).toMatchObject({
    code: 0,
    out: `add-the-numbers is saved as ${saved}.\n`,
  });
  const again = await podium(["competition", "import", saved]);
  expect(again.out).toContain("Imported as add-the-numbers-2.");
  expect(again.out).not.toContain("ignored");
  const missing = path.join(home, "missing.zip");
  expect(await podium(["competition", "export", "no-such", "-o", missing])).toMatchObject({
    code: 1,
    err: "There is no such competition.\n",
  });
  expect(existsSync(missing)).toBe(false);
}, 60_000);
