import { clsx } from "clsx";

/** The picture that the bundle brings. It says nothing that the title beside it does not. */
export function CompetitionLogo({ slug, className }: { slug: string; className: string }) {
  return (
    <img
      src={`/competitions/${slug}/files/logo`}
      alt=""
      className={clsx("shrink-0 rounded-2xl border border-line bg-surface object-cover", className)}
    />
  );
}
