import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { LOCALES } from "../../db/vocabulary.ts";
import { rememberLocale } from "../people/remember-locale.server.ts";
import { safePath } from "../people/safe-path.ts";
import { viewerOf } from "../people/viewer.server.ts";
import { LOCALE_COOKIE } from "../web/detect-locale.ts";
import { THEME_COOKIE } from "../web/theme.ts";

const Choice = z.object({
  locale: z.enum(LOCALES).optional(),
  theme: z.enum(["light", "dark"]).optional(),
  to: z.string().optional(),
});

const YEAR_S = 31_536_000;

/** Remembers the language and theme that somebody chose, and goes back to where they were. */
export async function action({ request }: ActionFunctionArgs) {
  const choice = Choice.safeParse(Object.fromEntries(await request.formData()));
  const headers = new Headers();
  const keep = (name: string, value: string) =>
    headers.append("Set-Cookie", `${name}=${value}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`);
  if (choice.data?.locale) {
    keep(LOCALE_COOKIE, choice.data.locale);
    const { person } = await viewerOf(request);
    if (person) await rememberLocale(person, choice.data.locale);
  }
  if (choice.data?.theme) keep(THEME_COOKIE, choice.data.theme);
  return redirect(safePath(choice.data?.to), { headers });
}
