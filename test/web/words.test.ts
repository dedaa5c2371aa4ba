import { describe, expect, test } from "vitest";
import type { Part } from "../../app/i18n.ts";
import { en } from "../../app/locales/en/index.ts";
import { zhHans } from "../../app/locales/zh-Hans/index.ts";
import { zhHant } from "../../app/locales/zh-Hant/index.ts";
import { wordsOf } from "../../app/words.ts";
import { LOCALES } from "../../db/vocabulary.ts";

const WHOLE = { en, "zh-Hans": zhHans, "zh-Hant": zhHant };
const PARTS = Object.keys(en) as Part[];

describe("words in a browser", () => {
  test.each(LOCALES)("are all in files named as their parts, in %s", async (locale) => {
    const words = await wordsOf(locale, PARTS);
    expect(words.getResourceBundle(locale, "translation")).toEqual(WHOLE[locale]);
  });

  test("come when a screen first says them, and are there when it tries again", async () => {
    const { getFixedT } = await wordsOf("zh-Hans", ["ui"]);
    const t = getFixedT("zh-Hans");
    expect(t("ui.nav.forums")).toBe(zhHans.ui.nav.forums);
    const waited = (() => {
      try {
        return t("agenda.empty");
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(waited).toBeInstanceOf(Promise);
    await waited;
    expect(t("agenda.empty")).toBe(zhHans.agenda.empty);
    expect(() => t("queues.title")).toThrow();
  });
});
