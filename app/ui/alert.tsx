import { CircleCheck, CircleX, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";

const TONES = {
  info: { look: "border-info bg-info-wash", mark: "text-info", Icon: Info },
  neutral: { look: "border-line-strong bg-wash", mark: "text-ink-soft", Icon: Info },
  live: { look: "border-accent bg-accent-wash", mark: "text-accent-text", Icon: Info },
  good: { look: "border-good bg-good-wash", mark: "text-good", Icon: CircleCheck },
  warn: { look: "border-warn bg-warn-wash", mark: "text-warn", Icon: TriangleAlert },
  bad: { look: "border-bad bg-bad-wash", mark: "text-bad", Icon: CircleX },
};

/** Something to know before going on. Bad news is spoken at once, the rest politely. */
export function Alert({
  tone = "info",
  title,
  children,
}: {
  tone?: keyof typeof TONES;
  title?: ReactNode;
  children?: ReactNode;
}) {
  const { look, mark, Icon } = TONES[tone];
  return (
    <div role={tone === "bad" ? "alert" : "status"} className={classes("flex gap-3 border-l-4 px-5 py-4", look)}>
      <Icon aria-hidden className={classes("mt-0.5 size-5 shrink-0", mark)} />
      <div className="min-w-0">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className={title ? "mt-1" : undefined}>{children}</div>}
      </div>
    </div>
  );
}
