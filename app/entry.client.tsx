import { RemixBrowser } from "@remix-run/react";
import { StrictMode, startTransition } from "react";
import { hydrateRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import type { Locale } from "../db/vocabulary.ts";
import type { Part } from "./i18n.ts";
import { deviceZoneCookie } from "./web/device-zone.ts";
import { wordsOf } from "./words.ts";
import { wordsUsedBy } from "./words-used.tsx";

// The next page is written with this device's times, and nothing on it moves when it comes alive.
// biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is for pages over HTTPS only.
document.cookie = deviceZoneCookie(Intl.DateTimeFormat().resolvedOptions().timeZone);

const i18n = await wordsOf(document.documentElement.lang as Locale, wordsUsedBy(document) as Part[]);
startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <RemixBrowser />
      </I18nextProvider>
    </StrictMode>,
  );
});
