import type { ReactNode } from "react";
import { classes } from "./classes.ts";

const WIDTHS = { narrow: "max-w-xl", normal: "max-w-6xl", wide: "max-w-[96rem]" };

/** The body of a screen: its heading, what it is about, what can be done, then its parts. */
export function Page({
  title,
  eyebrow,
  lead,
  actions,
  width = "normal",
  children,
}: {
  title: ReactNode;
  eyebrow?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  width?: keyof typeof WIDTHS;
  children?: ReactNode;
}) {
  return (
    <div className={classes("mx-auto w-full px-5 pt-10 pb-20 sm:px-8 sm:pt-14", WIDTHS[width])}>
      <header className="mb-10 flex flex-wrap items-end justify-between gap-x-10 gap-y-6">
        <div className="max-w-3xl min-w-0">
          {eyebrow && <div className="mb-3 text-sm font-semibold text-accent-text">{eyebrow}</div>}
          <h1 className="display text-4xl break-words sm:text-5xl">{title}</h1>
          {lead && <div className="mt-4 text-lg text-ink-soft">{lead}</div>}
        </div>
        {actions && <div className="flex flex-wrap gap-3">{actions}</div>}
      </header>
      <div className="flex flex-col gap-12">{children}</div>
    </div>
  );
}
