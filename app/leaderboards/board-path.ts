type Shown = {
  competition: { slug: string };
  phase: { position: number };
  track: { code: string } | null;
  audience: string;
  runs: boolean;
};

type Change = Partial<Record<"phase" | "track" | "page" | "screen" | "as", string | undefined>>;

/** The address of the board that is shown, with something else about it. */
export function boardPath(view: Shown, change: Change, under = ""): string {
  const search = new URLSearchParams();
  const words: Change = {
    phase: String(view.phase.position),
    track: view.track?.code,
    as: view.runs && view.audience === "public" ? "public" : undefined,
    ...change,
  };
  for (const [name, value] of Object.entries(words)) if (value !== undefined) search.set(name, value);
  return `/competitions/${view.competition.slug}/leaderboard${under}?${search}`;
}
