import { classes } from "./classes.ts";

/** Holds the place of something that is on its way. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classes("pulse h-5 rounded-sm bg-line", className)} />;
}
