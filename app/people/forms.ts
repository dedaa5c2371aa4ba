import { z } from "zod";
import { LOCALES, TOKEN_SCOPES } from "../../db/vocabulary.ts";
import type { Reason } from "../locales/reason.ts";
import { isTimeZone } from "../web/zone-name.ts";

/** Shortest and longest password, in characters. */
export const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 128;
/** Longest life of a personal token, in days. */
export const TOKEN_DAYS = [7, 30, 90, 365] as const;

// The messages are keys of the locales: the screen says them in the viewer's language.
const says = (reason: Reason): Reason => reason;

const name = z
  .string(says("people.refusals.nameNeeded"))
  .trim()
  .min(1, says("people.refusals.nameNeeded"))
  .max(100, says("people.refusals.nameLong"))
  .regex(/^[^\p{Cc}]*$/u, says("people.refusals.nameNeeded"));
const email = z
  .string(says("people.refusals.emailWrong"))
  .trim()
  .toLowerCase()
  .max(254, says("people.refusals.emailWrong"))
  .pipe(z.email(says("people.refusals.emailWrong")));
const newPassword = z
  .string(says("people.refusals.passwordShort"))
  .min(PASSWORD_MIN, says("people.refusals.passwordShort"))
  .max(PASSWORD_MAX, says("people.refusals.passwordLong"));
const password = z
  .string(says("people.refusals.passwordNeeded"))
  .max(PASSWORD_MAX, says("people.refusals.passwordWrong"));

export const NewPerson = z.object({ name, email, password: newPassword });
export const SignUp = NewPerson.extend({ to: z.string().optional() });
export const SignIn = z.object({ email, password, to: z.string().optional() });
export const SetUp = NewPerson.extend({ code: z.string(says("people.refusals.codeWrong")).trim() });
export const Forgot = z.object({ email });
export const Reset = z.object({
  token: z.string(says("people.refusals.linkOver")),
  password: newPassword,
});
export const Profile = z.object({
  name,
  affiliation: z
    .string()
    .trim()
    .max(200, says("people.refusals.affiliationLong"))
    .optional()
    .transform((text) => text || null),
  locale: z
    .enum(LOCALES)
    .optional()
    .transform((locale) => locale ?? null),
  timeZone: z
    .string()
    .refine(isTimeZone, says("people.refusals.timeZoneWrong"))
    .optional()
    .transform((zone) => zone ?? null),
});
export const ChangePassword = z.object({ current: password, password: newPassword });
export const NewToken = z.object({
  tokenName: z
    .string(says("people.refusals.tokenNameNeeded"))
    .trim()
    .min(1, says("people.refusals.tokenNameNeeded"))
    .max(100, says("people.refusals.nameLong")),
  scopes: z.array(z.enum(TOKEN_SCOPES)).min(1, says("people.refusals.scopeNeeded")),
  days: z.coerce
    .number()
    .pipe(z.union(TOKEN_DAYS.map((d) => z.literal(d))))
    .optional()
    .transform((days) => days ?? null),
});
