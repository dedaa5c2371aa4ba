/** Whether a ticket kind can be had at `now`. Capacity null means no limit. */
export type TicketKindFacts = {
  capacity: number | null;
  opensAt: Date | null;
  closesAt: Date | null;
  taken: number;
};
export type Availability = "available" | "not_yet" | "over" | "sold_out";

export function availability(kind: TicketKindFacts, now: Date): Availability {
  if (kind.opensAt && now < kind.opensAt) return "not_yet";
  if (kind.closesAt && now >= kind.closesAt) return "over";
  if (kind.capacity !== null && kind.taken >= kind.capacity) return "sold_out";
  return "available";
}
