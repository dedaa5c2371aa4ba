import { APIError } from "better-auth/api";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { auth } from "./auth.server.ts";
import { clientOf, tooMany } from "./limit.server.ts";
import type { SignedInViewer } from "./viewer.ts";

/** Confirms the address that the link was mailed to. */
export async function verifyAddress(token: string): Promise<Outcome<null>> {
  try {
    await auth().api.verifyEmail({ query: { token } });
    return done(null);
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500)
      return refused("invalid", "people.refusals.linkOver");
    throw error;
  }
}

/** Mails the link once more. */
export async function sendVerificationAgain(viewer: SignedInViewer, now: Date): Promise<Outcome<null>> {
  if (viewer.person.verified) return done(null);
  if (await tooMany(`verify:${viewer.person.id}`, 5, 3600, now))
    return refused("over_quota", "people.refusals.tooOften");
  await auth().api.sendVerificationEmail({ body: { email: viewer.person.email } });
  return done(null);
}

/** Mails a link that sets a new password, if the address has an account; the answer never says whether. */
export async function askForReset(email: string, headers: Headers, now: Date): Promise<Outcome<null>> {
  const often =
    (await tooMany(`reset:${clientOf(headers)}`, 30, 3600, now)) ||
    (await tooMany(`reset:${email}`, 5, 3600, now));
  if (often) return refused("over_quota", "people.refusals.tooOften");
  await auth().api.requestPasswordReset({ body: { email }, headers });
  return done(null);
}

/** Sets the new password with the token from the mail, and ends every sign-in. */
export async function resetPassword(token: string, password: string): Promise<Outcome<null>> {
  try {
    await auth().api.resetPassword({ body: { token, newPassword: password } });
    return done(null);
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500)
      return refused("invalid", "people.refusals.linkOver");
    throw error;
  }
}
