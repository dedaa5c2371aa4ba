import { NavLink } from "@remix-run/react";
import { clsx } from "clsx";
import type { ReactNode } from "react";

/** Links between the pages of one thing. */
export function Tabs({
  items,
  label,
}: {
  items: { to: string; label: ReactNode; end?: boolean }[];
  label?: string;
}) {
  return (
    <nav aria-label={label} className="-mx-5 overflow-x-auto border-b border-line px-5 sm:mx-0 sm:px-0">
      <ul className="flex gap-7">
        {items.map((item) => (
          <li key={item.to}>
            <NavLink
              to={item.to}
              end={item.end ?? true}
              preventScrollReset
              className={({ isActive }) =>
                clsx(
                  "-mb-px block whitespace-nowrap border-b-[3px] py-3 font-semibold",
                  isActive ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
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
