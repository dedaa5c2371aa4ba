import { clsx } from "clsx";
import type { ReactNode } from "react";

const WIDTHS = { narrow: "max-w-xl", normal: "max-w-5xl", wide: "max-w-[90rem]" } as const;

/** The frame of a page: what it is about, what it is, what can be done, then the rest. */
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
  children: ReactNode;
}) {
  return (
    <div className={clsx("mx-auto flex w-full flex-col gap-10 px-5 py-10 sm:px-8 sm:py-14", WIDTHS[width])}>
      <header className="flex flex-wrap items-end justify-between gap-x-8 gap-y-5">
        <div className="flex min-w-0 max-w-3xl flex-col gap-3">
          {eyebrow && <p className="text-sm font-semibold text-accent">{eyebrow}</p>}
          <h1 className="text-balance break-words font-display text-3xl font-bold leading-[1.1] sm:text-5xl">
            {title}
          </h1>
          {lead && <p className="text-pretty text-lg text-muted">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-3">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export function Section({
  title,
  actions,
  children,
}: {
  title: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-display text-xl font-semibold sm:text-2xl">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}
