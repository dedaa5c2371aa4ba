import { type RefObject, useLayoutEffect, useRef } from "react";

const MOVE_MS = 550;
const GLOW_MS = 2_400;

const useBrowserLayout = typeof document === "undefined" ? () => {} : useLayoutEffect;

/**
 * Lets the rows of a table travel from where they were to where they are (first, last, invert, play), and
 * lets those that changed glow. Rows carry `data-row`. Whoever asked for less motion sees only the glow.
 */
export function useFlip(
  body: RefObject<HTMLElement | null>,
  rows: readonly unknown[],
  changed: ReadonlySet<string>,
): void {
  const tops = useRef(new Map<string, number>());
  const shown = useRef(rows);
  useBrowserLayout(() => {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const before = tops.current;
    const now = new Map<string, number>();
    const isNews = shown.current !== rows;
    shown.current = rows;
    for (const row of body.current?.querySelectorAll<HTMLElement>("[data-row]") ?? []) {
      const id = row.dataset.row!;
      const top = row.offsetTop;
      now.set(id, top);
      if (!isNews) continue;
      const from = before.get(id);
      if (!still && from !== undefined && from !== top)
        row.animate([{ transform: `translateY(${from - top}px)` }, { transform: "none" }], {
          duration: MOVE_MS,
          easing: "cubic-bezier(0.2, 0.8, 0.2, 1)",
        });
      if (changed.has(row.dataset.submission ?? ""))
        row.animate([{ backgroundColor: "var(--color-accent-soft)" }, {}], {
          duration: GLOW_MS,
          easing: "ease-out",
        });
    }
    tops.current = now;
  });
}
