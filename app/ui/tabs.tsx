import { NavLink, useLocation } from "@remix-run/react";
import { clsx } from "clsx";
import { type ReactNode, useEffect, useRef } from "react";

/** Links between the pages of one thing. Where they do not all fit they go on in a second line; on a phone the one shown is scrolled to. */
export function Tabs({
  items,
  label,
}: {
  items: { to: string; label: ReactNode; end?: boolean }[];
  label?: string;
}) {
  const bar = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // The address decides which tab is the one shown.
  useEffect(() => {
    const shown = bar.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (!bar.current || !shown) return;
    const middle = shown.offsetLeft + shown.offsetWidth / 2 - bar.current.clientWidth / 2;
    bar.current.scrollLeft = Math.max(0, middle);
  }, [pathname]);
  return (
    <nav
      ref={bar}
      aria-label={label}
      className="relative -mx-5 overflow-x-auto border-b border-line px-5 sm:mx-0 sm:px-0"
    >
      <ul className="flex gap-x-5 sm:flex-wrap 2xl:gap-x-7">
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
