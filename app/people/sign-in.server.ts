import { APIError } from "better-auth/api";
import { hashPassword, verifyPassword } from "better-auth/crypto";
import { and, eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { credentials, people } from "../../db/schema/index.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { auth } from "./auth.server.ts";
import { clientOf, tooMany } from "./limit.server.ts";

const WINDOW_S = 15 * 60;

// By address and place together, so that a stranger cannot lock somebody out; by place alone against lists.
async function tooManyTries(email: string, client: string, now: Date): Promise<boolean> {
  const place = await tooMany(`sign-in:${client}`, 200, WINDOW_S, now);
  return (await tooMany(`sign-in:${client}:${email.toLowerCase()}`, 10, WINDOW_S, now)) || place;
}

/** Signs a person in: send `headers` back. The same refusal for a wrong password and an unknown address. */
export async function signIn(given: {
  email: string;
  password: string;
  headers: Headers;
  now: Date;
}): Promise<Outcome<{ id: string; headers: Headers }>> {
  if (await tooManyTries(given.email, clientOf(given.headers), given.now))
    return refused("over_quota", "people.refusals.tooOften");
  try {
    const { response, headers } = await auth().api.signInEmail({
      body: { email: given.email, password: given.password },
      headers: given.headers,
      returnHeaders: true,
    });
    return done({ id: response.user.id, headers });
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500)
      return refused("signed_out", "people.refusals.passwordWrong");
    throw error;
  }
}

let decoy: Promise<string> | undefined;

/**
 * Whose address and password these are, without a cookie: for making tokens by the API. `client` is the
 * caller's address. An unknown address takes as long as a wrong password.
 */
export async function signInWithPassword(
  email: string,
  password: string,
  { client, now }: { client: string; now: Date },
): Promise<Outcome<{ personId: string }>> {
  if (await tooManyTries(email, client, now)) return refused("over_quota", "people.refusals.tooOften");
  const [found] = await db
    .select({ personId: people.id, hash: credentials.password })
    .from(people)
    .innerJoin(credentials, eq(credentials.personId, people.id))
    .where(and(eq(people.email, email.trim().toLowerCase()), eq(credentials.providerId, "credential")));
  decoy ??= hashPassword("nobody has this password");
  const right = await verifyPassword({ hash: found?.hash ?? (await decoy), password });
  return found?.hash && right
    ? done({ personId: found.personId })
    : refused("signed_out", "people.refusals.passwordWrong");
}
