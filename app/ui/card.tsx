import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes.ts";

export function Card({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      className={classes("rounded-sm border border-line bg-surface p-5 sm:p-7", className)}
      {...props}
    />
  );
}

/** A titled part of a page, set off by a strong rule. */
export function Section({
  title,
  actions,
  className,
  children,
  ...props
}: Omit<ComponentProps<"section">, "title"> & { title: ReactNode; actions?: ReactNode }) {
  return (
    <section className={classes("min-w-0", className)} {...props}>
      <div className="mb-6 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-3 border-t-[3px] border-ink pt-3">
        <h2 className="display text-xl sm:text-2xl">{title}</h2>
        {actions && <div className="flex flex-wrap gap-3">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
