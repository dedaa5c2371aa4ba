import type { ReactNode } from "react";

/** One figure and what it counts. Stands in a <dl>. */
export function Stat({ label, value }: { label: ReactNode; value: ReactNode }) {
  return (
    <div className="flex flex-col-reverse justify-end gap-1 border-t-2 border-ink pt-3">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="text-balance font-display text-xl font-semibold tabular-nums sm:text-2xl">{value}</dd>
    </div>
  );
}
