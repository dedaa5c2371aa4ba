import { clsx } from "clsx";
import type { ReactNode } from "react";

const TONES = {
  neutral: "bg-sunken text-muted",
  good: "bg-good-soft text-good",
  bad: "bg-bad-soft text-bad",
  warn: "bg-warn-soft text-warn",
  info: "bg-info-soft text-info",
  live: "bg-accent-soft text-accent",
} as const;
export type Tone = keyof typeof TONES;

/** A state in a word. Colour only repeats what the word says. */
export function Badge({ tone = "neutral", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={clsx(
        "inline-flex items-center gap-1.5 whitespace-nowrap rounded-full px-3 py-0.5 text-sm font-semibold",
        TONES[tone],
      )}
    >
      <span
        aria-hidden
        className={clsx("size-1.5 rounded-full bg-current", tone === "live" && "motion-safe:animate-pulse")}
      />
      {children}
    </span>
  );
}
