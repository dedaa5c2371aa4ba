import { useLocation } from "@remix-run/react";
import { type ReactNode, useEffect, useRef } from "react";

/** How each thing in a menu looks. */
export const MENU_ITEM =
  "flex w-full cursor-pointer items-center gap-2 rounded-xl px-4 py-2.5 text-left outline-none hover:bg-sunken focus-visible:bg-sunken";

/**
 * A button and what it unfolds below it: links and forms. The browser's own element, so that it opens before
 * the page is alive and without scripts; scripts close it at Escape, at a press elsewhere and at a change of pages.
 */
export function Menu({
  label,
  face,
  className,
  children,
}: {
  /** Says what it is where the face does not. */
  label?: string;
  face: ReactNode;
  className: string;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDetailsElement>(null);
  const { key } = useLocation();
  useEffect(() => ref.current?.removeAttribute("open"), [key]);
  useEffect(() => {
    const closeOutside = ({ target }: Event) => {
      if (!ref.current?.contains(target as Node)) ref.current?.removeAttribute("open");
    };
    const closeAtEscape = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !ref.current?.open) return;
      ref.current.open = false;
      ref.current.querySelector("summary")?.focus();
    };
    document.addEventListener("pointerdown", closeOutside);
    document.addEventListener("focusin", closeOutside);
    document.addEventListener("keydown", closeAtEscape);
    return () => {
      document.removeEventListener("pointerdown", closeOutside);
      document.removeEventListener("focusin", closeOutside);
      document.removeEventListener("keydown", closeAtEscape);
    };
  }, []);
  return (
    <details ref={ref} className="relative">
      <summary aria-label={label} className={className}>
        {face}
      </summary>
      <ul className="absolute right-0 top-full z-40 mt-1.5 min-w-48 rounded-2xl border border-line bg-surface p-2 shadow-xl">
        {children}
      </ul>
    </details>
  );
}
