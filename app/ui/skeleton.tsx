/** The shape of what is being loaded. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div aria-hidden className="flex flex-col gap-3 motion-safe:animate-pulse">
      {Array.from({ length: lines }, (_, i) => (
        <div key={i} className="h-5 rounded-lg bg-sunken" style={{ width: `${100 - (i % 3) * 14}%` }} />
      ))}
    </div>
  );
}
