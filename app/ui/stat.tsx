import type { ReactNode } from "react";

/** A number that matters, with its name. */
export function Stat({ label, value }: { label: ReactNode; value: ReactNode }) {
  return (
    <dl className="min-w-0">
      <dt className="text-sm font-semibold text-ink-soft">{label}</dt>
      <dd className="display figures mt-1 text-3xl break-words">{value}</dd>
    </dl>
  );
}
