import type { ReactNode } from "react";
import { Steps } from "./steps.tsx";

/** Where a list would be: what will appear here, and what to do about it. */
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
    <div className="flex flex-col items-start gap-4 rounded-sm border border-dashed border-line-strong px-6 py-10 sm:px-10 sm:py-12">
      <Steps className="h-8 text-line-strong [&_.fill-accent]:fill-line-strong" />
      <p className="text-lg font-semibold">{title}</p>
      {children && <div className="-mt-2 max-w-prose text-ink-soft">{children}</div>}
      {action}
    </div>
  );
}
