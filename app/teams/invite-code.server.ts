import { randomBytes } from "node:crypto";

/** The secret of an invite link: 96 random bits. */
export const newInviteCode = (): string => randomBytes(12).toString("base64url");
