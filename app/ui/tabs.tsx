import { NavLink } from "@remix-run/react";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";

/** Links between the sides of one thing; the one shown is marked. */
export function Tabs({
  items,
  label,
}: {
  items: { to: string; label: ReactNode; end?: boolean }[];
  label?: string;
}) {
  return (
    <nav aria-label={label} className="-mx-5 overflow-x-auto border-b border-line px-5 sm:mx-0 sm:px-0">
      <ul className="flex gap-1">
        {items.map((item) => (
          <li key={item.to}>
            <NavLink
              to={item.to}
              end={item.end ?? true}
              prefetch="intent"
              className={({ isActive }) =>
                classes(
                  "-mb-px flex min-h-11 items-center border-b-[3px] px-3 font-semibold whitespace-nowrap no-underline",
                  isActive ? "border-accent text-ink" : "border-transparent text-ink-soft hover:text-ink",
                )
              }
            >
              {item.label}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
