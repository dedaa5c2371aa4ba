/** How far something is, 0 to 100. */
export function Progress({ value, label }: { value: number; label: string }) {
  const shown = Math.max(0, Math.min(100, value));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(shown)}
      className="h-2.5 overflow-hidden rounded-full bg-sunken"
    >
      <div className="h-full rounded-full bg-accent transition-[width]" style={{ width: `${shown}%` }} />
    </div>
  );
}
