import { APIError } from "better-auth/api";
import type { Locale } from "../../db/vocabulary.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { auth } from "./auth.server.ts";
import { clientOf, tooMany } from "./limit.server.ts";

/** Makes an account, mails the link that confirms the address and signs the person in: send `headers` back. */
export async function signUp(given: {
  name: string;
  email: string;
  password: string;
  /** The language of the page they signed up on: their mail is written in it. */
  locale: Locale;
  headers: Headers;
  now: Date;
}): Promise<Outcome<{ id: string; headers: Headers }>> {
  if (await tooMany(`sign-up:${clientOf(given.headers)}`, 60, 3600, given.now))
    return refused("over_quota", "people.refusals.tooOften");
  try {
    const { response, headers } = await auth().api.signUpEmail({
      body: { name: given.name, email: given.email, password: given.password, locale: given.locale },
      headers: given.headers,
      returnHeaders: true,
    });
    return done({ id: response.user.id, headers });
  } catch (error) {
    if (error instanceof APIError && String(error.body?.code).startsWith("USER_ALREADY_EXISTS"))
      return refused("conflict", "people.refusals.emailTaken", { field: "email" });
    throw error;
  }
}
