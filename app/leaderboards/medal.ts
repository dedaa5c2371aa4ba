export const MEDALS = ["gold", "silver", "bronze"] as const;
export type Medal = (typeof MEDALS)[number];

/** How many ranks get each medal: so many, or so many in a hundred of those ranked. */
export type Medals = { by: "count" | "percent" } & Record<Medal, number>;

/** Where an organiser has said nothing, the first three. */
const PODIUM: Medals = { by: "count", gold: 1, silver: 1, bronze: 1 };

/** The medal of a rank among so many ranked rows. A share of a hundred is rounded up: 1% of 30 is one. */
export function medalOf(rank: number | null, ranked: number, medals: Medals | null): Medal | null {
  if (rank === null) return null;
  const { by, ...each } = medals ?? PODIUM;
  let upTo = 0;
  for (const medal of MEDALS) {
    upTo += by === "count" ? each[medal] : Math.ceil((ranked * each[medal]) / 100);
    if (rank <= upTo) return medal;
  }
  return null;
}
