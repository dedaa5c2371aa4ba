import { useRouteLoaderData } from "@remix-run/react";
import type { Locale } from "../../db/vocabulary.ts";

/** What every page knows: the language, and who looks. Filled by the root loader. */
export type Root = {
  locale: Locale;
  /** The one that the viewer chose in their account. */
  timeZone: string | null;
  /** The one of their device, as it said at an earlier page. */
  deviceZone: string | null;
  theme: "light" | "dark" | null;
  person: { name: string; email: string; verified: boolean; unread: number } | null;
  mayOperate: boolean;
  mayCreate: boolean;
};

const NOBODY: Root = {
  locale: "en",
  timeZone: null,
  deviceZone: null,
  theme: null,
  person: null,
  mayOperate: false,
  mayCreate: false,
};

export const useRoot = (): Root => (useRouteLoaderData("root") as Root | undefined) ?? NOBODY;

/** The language of a page's `meta`, which has no hooks. */
export const localeOf = (matches: ({ id: string; data: unknown } | undefined)[]): Locale =>
  (matches.find((m) => m?.id === "root")?.data as Root | undefined)?.locale ?? NOBODY.locale;
