import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { credentials, people, rateLimits, signIns, verifications } from "../../db/schema/index.ts";
import { LOCALES, type Locale } from "../../db/vocabulary.ts";
import { sendNotice } from "../notices/send.server.ts";
import { wording } from "../notices/wording.ts";
import { SIGN_IN_COOKIES } from "../web/sign-in-cookie.ts";
import { PASSWORD_MAX, PASSWORD_MIN } from "./forms.ts";

/** How long a sign-in lasts, in seconds. */
const SIGN_IN_S = 30 * 24 * 3600;
/** How long the link that confirms an address works, in seconds. */
const VERIFICATION_S = 24 * 3600;
/** How long the link that sets a new password works, in seconds. */
const RESET_S = 3600;

const localeOf = (person: object): Locale => {
  const chosen = "locale" in person ? person.locale : null;
  return LOCALES.find((l) => l === chosen) ?? "en";
};

function create() {
  const config = webConfig();
  return betterAuth({
    appName: "Podium",
    baseURL: config.PUBLIC_URL,
    basePath: "/api/auth",
    secret: config.PODIUM_SECRET,
    telemetry: { enabled: false },
    database: drizzleAdapter(db, {
      provider: "pg",
      schema: {
        user: people,
        session: signIns,
        account: credentials,
        verification: verifications,
        rateLimit: rateLimits,
      },
      transaction: true,
    }),
    user: {
      additionalFields: {
        locale: { type: "string", required: false },
        timeZone: { type: "string", required: false },
        affiliation: { type: "string", required: false },
      },
    },
    // No refresh: `viewerOf` reads a sign-in without writing it.
    session: { fields: { userId: "personId" }, expiresIn: SIGN_IN_S, disableSessionRefresh: true },
    account: { fields: { userId: "personId" } },
    advanced: {
      database: { generateId: "uuid" },
      cookiePrefix: SIGN_IN_COOKIES.slice(0, -1),
      useSecureCookies: config.PUBLIC_URL.startsWith("https:"),
      ipAddress: { ipAddressHeaders: ["x-client-ip"] },
    },
    emailAndPassword: {
      enabled: true,
      autoSignIn: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
      resetPasswordTokenExpiresIn: RESET_S,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }) => {
        const locale = localeOf(user);
        const link = `${config.PUBLIC_URL}/reset?token=${encodeURIComponent(token)}`;
        await sendNotice(db, {
          kind: "reset_password",
          mailOnly: true,
          to: user.email,
          locale,
          subject: wording(locale, "notices.reset.subject"),
          text: wording(locale, "notices.reset.text", { link }),
        });
      },
    },
    emailVerification: {
      sendOnSignUp: true,
      expiresIn: VERIFICATION_S,
      sendVerificationEmail: async ({ user, token }) => {
        const locale = localeOf(user);
        const link = `${config.PUBLIC_URL}/verify?token=${encodeURIComponent(token)}`;
        // Without the person's name: a stranger's address must not receive words that somebody else chose.
        await sendNotice(db, {
          kind: "verify_address",
          mailOnly: true,
          to: user.email,
          locale,
          subject: wording(locale, "notices.verify.subject"),
          text: wording(locale, "notices.verify.text", { link }),
        });
      },
    },
    rateLimit: {
      enabled: config.NODE_ENV === "production" && config.RATE_LIMITS,
      storage: "database",
      window: 60,
      max: 60,
    },
  });
}

let made: ReturnType<typeof create> | undefined;
/**
 * The sign-in machinery: cookies, passwords and the links sent by mail, on our own tables. None of its own paths is
 * mounted: every way in is a screen of ours, where tries are counted.
 */
export function auth(): ReturnType<typeof create> {
  made ??= create();
  return made;
}
