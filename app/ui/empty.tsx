import type { ReactNode } from "react";

/** Where there is nothing yet: what will be here, and what to do about it. */
export function Empty({
  title,
  children,
  action,
}: {
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-3xl border border-dashed border-line px-6 py-16 text-center">
      <svg aria-hidden viewBox="0 0 72 48" className="h-12 text-line">
        <path fill="currentColor" d="M26 8h20v40H26zM2 22h20v26H2zM50 30h20v18H50z" />
      </svg>
      <p className="pt-2 font-display text-lg font-semibold">{title}</p>
      {children && <div className="max-w-md text-pretty text-muted">{children}</div>}
      {action && <div className="pt-3">{action}</div>}
    </div>
  );
}
