import { classes } from "./classes.ts";

/** The sign of Podium: second, first and third place. */
export function Steps({ className, title }: { className?: string; title?: string }) {
  return (
    <svg viewBox="0 0 36 30" className={classes("block", className)} role={title ? "img" : undefined} aria-hidden={title ? undefined : true}>
      {title && <title>{title}</title>}
      <path d="M0 13h11v17H0z" fill="currentColor" />
      <path d="M12.5 2h11v28h-11z" className="fill-accent" />
      <path d="M25 19h11v11H25z" fill="currentColor" />
    </svg>
  );
}
