import type { ReactNode } from "react";

/** One number on an axis: where it stands, 0 at the bottom and 1 at the top, and its words. */
export type Mark = { share: number; label: string };

/**
 * The frame of a drawing of figures: numbers at the left, lines across, the two ends of the axis below. What is
 * drawn stretches in a square of 100 by 100, y downwards; the words stay as large as other words on a phone too.
 */
export function Plot({
  marks,
  measure,
  ends,
  label,
  children,
}: {
  marks: readonly Mark[];
  /** What the numbers at the left count, with its unit. */
  measure: string;
  ends: readonly [string, string];
  /** Names the drawing for screen readers; left out where a table beside it says the same. */
  label?: string;
  children: ReactNode;
}) {
  const hidden = label === undefined || undefined;
  return (
    <div className="rounded-2xl border border-line bg-surface p-4 text-xs text-muted tabular-nums sm:p-5">
      <p aria-hidden className="pb-4">
        {measure}
      </p>
      <div className="grid grid-cols-[auto_1fr] gap-x-3">
        <div aria-hidden className="grid h-56">
          {marks.map(({ share, label: words }) => (
            <span
              key={words}
              className="relative translate-y-1/2 self-end text-right leading-none [grid-area:1/1]"
              style={{ bottom: `${share * 100}%` }}
            >
              {words}
            </span>
          ))}
        </div>
        <div className="relative">
          {marks.map(({ share, label: words }) => (
            <div
              key={words}
              aria-hidden
              className="absolute inset-x-0 border-t border-line"
              style={{ bottom: `${share * 100}%` }}
            />
          ))}
          <svg
            viewBox="0 0 100 100"
            preserveAspectRatio="none"
            role={hidden ? undefined : "img"}
            aria-hidden={hidden}
            aria-label={label}
            className="absolute inset-0 size-full overflow-visible text-accent"
          >
            {children}
          </svg>
        </div>
        <p aria-hidden className="col-start-2 flex flex-wrap justify-between gap-x-4 pt-3">
          <span>{ends[0]}</span>
          {ends[1] !== ends[0] && <span>{ends[1]}</span>}
        </p>
      </div>
    </div>
  );
}
