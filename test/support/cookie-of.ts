import { createHmac, randomUUID } from "node:crypto";
import { auth } from "../../app/people/auth.server.ts";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { signIns } from "../../db/schema/index.ts";

/** The cookie of a person who has signed in. */
export async function cookieOf(personId: string): Promise<string> {
  const token = randomUUID();
  await db.insert(signIns).values({ personId, token, expiresAt: new Date(Date.now() + 86_400_000) });
  const { authCookies } = await auth().$context;
  const signature = createHmac("sha256", webConfig().PODIUM_SECRET).update(token).digest("base64");
  return `${authCookies.sessionToken.name}=${encodeURIComponent(`${token}.${signature}`)}`;
}
