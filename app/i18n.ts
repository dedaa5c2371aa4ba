import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { LOCALES, type Locale } from "../db/vocabulary.ts";
import type { en } from "./locales/en/index.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
  }
}

// Each language is a file of its own in the browser: only the one in use is fetched.
const load: Record<Locale, () => Promise<Record<string, unknown>>> = {
  en: () => import("./locales/en/index.ts").then((m) => m.en),
  "zh-Hans": () => import("./locales/zh-Hans/index.ts").then((m) => m.zhHans),
  "zh-Hant": () => import("./locales/zh-Hant/index.ts").then((m) => m.zhHant),
};

/** A translator of its own for one request, or for the browser. */
export async function createI18n(locale: Locale): Promise<i18n> {
  const instance = i18next.createInstance().use(initReactI18next);
  await instance.init({
    lng: locale,
    fallbackLng: locale,
    resources: { [locale]: { translation: await load[locale]() } },
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  } as Parameters<typeof instance.init>[0]);
  return instance;
}

/** The language a tag such as zh-TW means to us, if any: Taiwan, Hong Kong and Macao read Traditional. */
export function localeOf(tag: string): Locale | undefined {
  const exact = LOCALES.find((l) => l.toLowerCase() === tag.toLowerCase());
  if (exact) return exact;
  try {
    const known = new Intl.Locale(tag).maximize();
    if (known.language === "zh") return known.script === "Hant" ? "zh-Hant" : "zh-Hans";
    if (known.language === "en") return "en";
  } catch {
    // Browsers may send anything: not a language tag.
  }
  return undefined;
}

export const cookieOf = (request: Request, name: string): string | undefined =>
  request.headers
    .get("cookie")
    ?.split(/;\s*/)
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/** Chooses by ?lang=, then the cookie, then Accept-Language in its order; English where nothing fits. */
export function detectLocale(request: Request): Locale {
  const asked = new URL(request.url).searchParams.get("lang");
  const accepted = (request.headers.get("accept-language") ?? "").split(",").map((s) => s.split(";")[0]!.trim());
  for (const tag of [asked, cookieOf(request, "lang"), ...accepted]) {
    const found = tag && localeOf(tag);
    if (found) return found;
  }
  return "en";
}
