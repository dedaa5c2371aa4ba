import { APIError } from "better-auth/api";
import { and, eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { people, signIns } from "../../db/schema/index.ts";
import type { Locale } from "../../db/vocabulary.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { auth } from "./auth.server.ts";
import { tooMany } from "./limit.server.ts";
import type { SignedInViewer } from "./viewer.ts";

/** Changes what the person says about themselves. */
export async function changeProfile(
  viewer: SignedInViewer,
  profile: { name: string; affiliation: string | null; locale: Locale | null; timeZone: string | null },
): Promise<Outcome<null>> {
  await db.update(people).set(profile).where(eq(people.id, viewer.person.id));
  return done(null);
}

/** Sets a new password and ends every other sign-in: send `headers` back, they hold the new one. */
export async function changePassword(given: {
  viewer: SignedInViewer;
  current: string;
  password: string;
  headers: Headers;
  now: Date;
}): Promise<Outcome<{ headers: Headers }>> {
  if (await tooMany(`password:${given.viewer.person.id}`, 10, 900, given.now))
    return refused("over_quota", "people.refusals.tooOften");
  try {
    const { headers } = await auth().api.changePassword({
      body: {
        currentPassword: given.current,
        newPassword: given.password,
        revokeOtherSessions: true,
      },
      headers: given.headers,
      returnHeaders: true,
    });
    return done({ headers });
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500)
      return refused("invalid", "people.refusals.currentWrong", { field: "current" });
    throw error;
  }
}

/** Ends one of the viewer's own sign-ins, on whatever device. */
export async function revokeSignIn(viewer: SignedInViewer, id: string): Promise<Outcome<null>> {
  const ended = await db
    .delete(signIns)
    .where(and(eq(signIns.id, id), eq(signIns.personId, viewer.person.id)))
    .returning({ id: signIns.id });
  return ended.length > 0 ? done(null) : refused("not_found", "people.refusals.noSuchSignIn");
}
