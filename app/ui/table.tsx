import type { ComponentProps } from "react";
import { classes } from "./classes.ts";

/** A table that scrolls sideways by itself where the screen is narrow. */
export function Table({ className, label, ...props }: ComponentProps<"table"> & { label?: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="-mx-5 overflow-x-auto px-5 sm:mx-0 sm:px-0" tabIndex={0} aria-label={label}>
      <table className={classes("w-full border-collapse text-left", className)} {...props} />
    </section>
  );
}
export const DataTable = Table;

export function Tr({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={classes("border-b border-line last:border-b-0 [tbody_&]:hover:bg-wash", className)} {...props} />;
}

export function Th({ numeric, className, ...props }: ComponentProps<"th"> & { numeric?: boolean }) {
  return (
    <th
      scope="col"
      className={classes(
        "px-3 py-2.5 text-sm font-semibold whitespace-nowrap text-ink-soft first:pl-0 last:pr-0 sm:first:pl-3 sm:last:pr-3",
        "[thead_&]:border-b-2 [thead_&]:border-ink",
        numeric && "text-right",
        className,
      )}
      {...props}
    />
  );
}

export function Td({ numeric, className, ...props }: ComponentProps<"td"> & { numeric?: boolean }) {
  return (
    <td
      className={classes(
        "px-3 py-3.5 align-baseline first:pl-0 last:pr-0 sm:first:pl-3 sm:last:pr-3",
        numeric && "figures text-right",
        className,
      )}
      {...props}
    />
  );
}
