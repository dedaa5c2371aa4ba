import { useRouteLoaderData } from "@remix-run/react";
import type { Locale } from "../../db/vocabulary.ts";

export type Root = {
  locale: Locale;
  /** Where the viewer is, as they chose or their browser said; else UTC. */
  timeZone: string;
  theme: "light" | "dark" | "system";
  person: { name: string; verified: boolean } | null;
  mayOperate: boolean;
  mayCreate: boolean;
  /** When the server drew the page (ms), so that relative times agree in server and browser. */
  at: number;
};

const UNKNOWN: Root = {
  locale: "en",
  timeZone: "UTC",
  theme: "system",
  person: null,
  mayOperate: false,
  mayCreate: false,
  at: 0,
};

/** What every screen may know of the viewer; a guest in English where even that could not be loaded. */
export const useRoot = (): Root => (useRouteLoaderData("root") as Root | undefined) ?? UNKNOWN;
