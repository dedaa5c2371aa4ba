import { createHash, randomBytes } from "node:crypto";

/** The secret in a mailed invitation's link, and what is kept of it. */
export function newInvitationSecret(): { secret: string; hash: string } {
  const secret = randomBytes(24).toString("base64url");
  return { secret, hash: invitationHash(secret) };
}

export const invitationHash = (secret: string): string => createHash("sha256").update(secret).digest("hex");
