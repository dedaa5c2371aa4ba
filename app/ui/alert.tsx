import { clsx } from "clsx";
import type { ReactNode } from "react";

const TONES = {
  info: "bg-info-soft text-info",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
} as const;

export function Alert({
  tone = "info",
  title,
  children,
}: {
  tone?: keyof typeof TONES;
  title?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div
      role={tone === "bad" ? "alert" : "status"}
      className={clsx("flex flex-col gap-1 rounded-2xl px-5 py-4", TONES[tone])}
    >
      {title && <p className="font-display font-semibold">{title}</p>}
      {children && <div>{children}</div>}
    </div>
  );
}
