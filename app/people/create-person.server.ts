import { hashPassword } from "better-auth/crypto";
import { db, type Executor } from "../../db/connect.ts";
import { credentials, grants, people } from "../../db/schema/index.ts";
import type { INSTALLATION_ROLES, Locale } from "../../db/vocabulary.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { NewPerson } from "./forms.ts";

export type PersonToCreate = {
  name: string;
  email: string;
  password: string;
  /** A role in the whole installation. */
  role?: (typeof INSTALLATION_ROLES)[number];
  /** Their address needs no confirmation: whoever creates the person vouches for it. */
  verified?: boolean;
  locale?: Locale;
};

/** Makes a person who can sign in with the password. No mail is sent. */
export async function createPerson(given: PersonToCreate): Promise<Outcome<{ id: string }>> {
  const hash = await hashPassword(given.password);
  return db.transaction((tx) => insertPerson(tx, given, hash));
}

/** The same inside another transaction, the password hashed beforehand since that takes long. */
export async function insertPerson(
  tx: Executor,
  given: PersonToCreate,
  passwordHash: string,
): Promise<Outcome<{ id: string }>> {
  const read = NewPerson.safeParse(given);
  if (!read.success) {
    const issue = read.error.issues[0];
    const field = String(issue?.path[0] ?? "email");
    const reason =
      field === "name"
        ? "people.refusals.nameNeeded"
        : field === "password"
          ? "people.refusals.passwordShort"
          : "people.refusals.emailWrong";
    return refused("invalid", reason, { field });
  }
  const [person] = await tx
    .insert(people)
    .values({
      name: read.data.name,
      email: read.data.email,
      emailVerified: given.verified ?? false,
      locale: given.locale ?? null,
    })
    .onConflictDoNothing({ target: people.email })
    .returning({ id: people.id });
  if (!person) return refused("conflict", "people.refusals.emailTaken", { field: "email" });
  await tx.insert(credentials).values({
    personId: person.id,
    accountId: person.id,
    providerId: "credential",
    password: passwordHash,
  });
  if (given.role)
    await tx.insert(grants).values({ personId: person.id, role: given.role, scope: "installation" });
  return done(person);
}
