import { Progress as Radix } from "radix-ui";

/** How far something is, 0 to 100. */
export function Progress({ value, label }: { value: number; label: string }) {
  const shown = Math.min(100, Math.max(0, value));
  return (
    <Radix.Root value={shown} aria-label={label} className="h-2 w-full overflow-hidden rounded-full bg-line">
      <Radix.Indicator
        className="h-full bg-accent transition-transform"
        style={{ transform: `translateX(-${100 - shown}%)` }}
      />
    </Radix.Root>
  );
}
