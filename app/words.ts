import type { i18n } from "i18next";
import type { Locale } from "../db/vocabulary.ts";
import { i18nWith, type Part, telling } from "./i18n.ts";

type Words = Partial<Record<Part, object>>;

/** Each part of each language is a file of its own to browsers. */
const FILES = import.meta.glob<Words>(["./locales/*/*.ts", "!./locales/*/index.ts"]);

/** A part that did not come is asked for again by whoever shows it so much later: React tries twice at once. */
const AGAIN_AFTER_MS = 2_000;
/** A page that came without its words asks for them so often, and waits twice as long each time. */
const FIRST_TRIES = 6;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The same again until it is there. Meanwhile the page stands as the server wrote it, links and forms work. */
async function insist<T>(act: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await act();
    } catch (error) {
      if (tried === FIRST_TRIES) throw error;
      await pause(500 * 2 ** tried);
    }
  }
}

/**
 * The words of a language in a browser: those `parts` of them that the page was written with. What else a
 * screen says comes when it first says it: React waits for it as for any data, which at a change of pages
 * means that the page before stays until the next one has its words. So no screen lists what it needs, and
 * none can forget to. Words are for rendering: no handler looks one up, which test/web/words-in-handlers.test.ts
 * holds; it keeps a reason in its state, and the screen says it.
 */
export async function wordsOf(locale: Locale, parts: Part[]): Promise<i18n> {
  const load = async (part: Part): Promise<Words> => {
    const file = await FILES[`./locales/${locale}/${part}.ts`]?.();
    return { [part]: file?.[part] };
  };
  const first = await Promise.all(parts.map((part) => insist(() => load(part))));
  const words = await i18nWith(locale, Object.assign({}, ...first));
  const known = new Set<Part>(parts);
  const coming = new Map<Part, Promise<void>>();
  const failed = new Map<Part, unknown>();
  const come = (part: Part) =>
    load(part)
      .then((its) => {
        words.addResourceBundle(locale, "translation", its, true);
        known.add(part);
      })
      .catch((error: unknown) => {
        failed.set(part, error);
        setTimeout(() => failed.delete(part), AGAIN_AFTER_MS);
      })
      .finally(() => coming.delete(part));
  return telling(words, (part) => {
    if (known.has(part)) return;
    // The boundary says then that Podium is out of reach.
    if (failed.has(part)) throw failed.get(part);
    const waited = coming.get(part) ?? come(part);
    coming.set(part, waited);
    throw waited;
  });
}
