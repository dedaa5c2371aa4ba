import { clsx } from "clsx";
import type { ComponentProps } from "react";

/**
 * A data table that scrolls sideways inside itself when a phone is too narrow. It is `relative` so that words
 * for screen readers only, which are placed absolutely, do not widen the page. A `stacked` one turns each row into
 * a card there (styles.css), so that scores and actions are in sight; its cells say their column as `label`.
 */
export function Table({
  caption,
  children,
  className,
  stacked,
  ...props
}: ComponentProps<"table"> & { caption?: string; stacked?: boolean }) {
  return (
    <section
      aria-label={caption}
      className="relative overflow-x-auto rounded-2xl border border-line bg-surface"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <table className={clsx("w-full border-collapse text-left", stacked && "stacked", className)} {...props}>
        {caption && <caption className="sr-only">{caption}</caption>}
        {children}
      </table>
    </section>
  );
}

type Cell = { numeric?: boolean };

export function Th({ numeric, className, ...props }: ComponentProps<"th"> & Cell) {
  return (
    <th
      scope="col"
      className={clsx(
        "whitespace-nowrap border-b border-line px-4 py-3 text-sm font-semibold text-muted",
        numeric && "text-right",
        className,
      )}
      {...props}
    />
  );
}

export function Td({
  numeric,
  label,
  className,
  ...props
}: ComponentProps<"td"> & Cell & { label?: string }) {
  return (
    <td
      data-label={label}
      className={clsx("px-4 py-3", numeric && "whitespace-nowrap text-right tabular-nums", className)}
      {...props}
    />
  );
}

export function Tr({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={clsx("border-b border-line last:border-b-0", className)} {...props} />;
}
