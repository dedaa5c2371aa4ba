import { Check, Circle, CircleDot, Info, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";

export type Tone = "neutral" | "good" | "bad" | "warn" | "live" | "info";

const TONES: Record<Tone, { look: string; Icon: typeof Check }> = {
  neutral: { look: "text-ink-soft bg-wash", Icon: Circle },
  good: { look: "text-good bg-good-wash", Icon: Check },
  bad: { look: "text-bad bg-bad-wash", Icon: X },
  warn: { look: "text-warn bg-warn-wash", Icon: TriangleAlert },
  live: { look: "text-accent-text bg-accent-wash", Icon: CircleDot },
  info: { look: "text-info bg-info-wash", Icon: Info },
};

/** A state in a word, with an icon so that colour is never alone. */
export function Badge({ tone = "neutral", children }: { tone?: Tone; children: ReactNode }) {
  const { look, Icon } = TONES[tone];
  return (
    <span
      className={classes(
        "inline-flex items-center gap-1.5 rounded-sm px-2 py-0.5 text-sm font-semibold whitespace-nowrap",
        look,
      )}
    >
      <Icon aria-hidden className={classes("size-3.5 shrink-0", tone === "live" && "pulse")} strokeWidth={2.5} />
      {children}
    </span>
  );
}
