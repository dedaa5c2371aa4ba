import { createHash, timingSafeEqual } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { hashPassword } from "better-auth/crypto";
import { sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Executor } from "../../db/connect.ts";
import { people } from "../../db/schema/index.ts";
import type { Locale } from "../../db/vocabulary.ts";
import { type Outcome, refused } from "../web/outcome.ts";
import { insertPerson } from "./create-person.server.ts";
import { tooMany } from "./limit.server.ts";

/** Where the start leaves the code for whoever runs Podium. */
const codeFile = () => path.join(webConfig().PODIUM_DATA, "setup-code");

const nobodyYet = async (executor: Executor) =>
  (await executor.select({ id: people.id }).from(people).limit(1)).length === 0;

/** Whether the installation still waits for its first owner. */
export const setUpIsOpen = (): Promise<boolean> => nobodyYet(db);

const readCode = async () => {
  try {
    return (await readFile(codeFile(), "utf8")).trim() || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
};

const same = (a: string, b: string) =>
  timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());

/**
 * Makes the first owner, their address confirmed, and deletes the code. Refuses a wrong code (forbidden) and
 * once anybody exists (not_found), also when two try at the same moment.
 */
export async function setUpFirstOwner(given: {
  code: string;
  name: string;
  email: string;
  password: string;
  locale?: Locale;
  now: Date;
}): Promise<Outcome<{ id: string }>> {
  if (!(await setUpIsOpen())) return refused("not_found", "people.refusals.setUpOver");
  if (await tooMany("set-up", 30, 3600, given.now)) return refused("over_quota", "people.refusals.tooOften");
  const right = await readCode();
  if (!right || !same(given.code.trim(), right))
    return refused("forbidden", "people.refusals.codeWrong", { field: "code" });
  const hash = await hashPassword(given.password);
  const outcome = await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('podium.set-up'))`);
    if (!(await nobodyYet(tx))) return refused("not_found", "people.refusals.setUpOver");
    return insertPerson(tx, { ...given, role: "owner", verified: true }, hash);
  });
  if (outcome.ok) await rm(codeFile(), { force: true });
  return outcome;
}
