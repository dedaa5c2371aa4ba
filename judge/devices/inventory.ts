import type { Device } from "../contract/protocol.ts";
import type { App, Card, Slice, SliceUse } from "./read-smi.ts";

/** What one look at the cards found. */
export type Seen = {
  cards: readonly Card[];
  slices: readonly Slice[];
  sliceUse: readonly SliceUse[];
  apps: readonly App[];
  /** Buses of cards that the kernel called broken, with the moment, seconds since the boot. */
  xids: ReadonlyMap<string, number>;
};

/** From when on a card's faults count: what was before the judge began, or a self-test passed, is over. */
export type Before = ReadonlyMap<string, { atS: number; uncorrected: number }>;

function faultOf(card: Card, seen: Seen, before: Before): Device["fault"] {
  if (card.complaint) return "lost";
  const since = before.get(card.uuid) ?? { atS: 0, uncorrected: 0 };
  if ((seen.xids.get(card.bus) ?? 0) > since.atS) return "xid";
  return (card.uncorrected ?? 0) > since.uncorrected ? "ecc" : null;
}

/**
 * The devices that a host reports: whole cards, and of cards in slices their slices too. One is idle when no
 * attempt of this host has it, nobody computes on it, and it uses no more than `idleBytes`. Where the driver does
 * not say what it uses, its programs alone decide.
 */
export function devicesOf(
  seen: Seen,
  { held, idleBytes, before }: { held: ReadonlySet<string>; idleBytes: number; before: Before },
): Device[] {
  return seen.cards.flatMap((card) => {
    const fault = faultOf(card, seen, before);
    const on = (uuid: string) => seen.apps.filter((app) => app.deviceUuid === uuid).length;
    const whole = {
      uuid: card.uuid,
      kind: "gpu" as const,
      parentUuid: null,
      name: card.name.slice(0, 120),
      index: card.index,
      memoryBytes: card.memoryBytes ?? 0,
      usedBytes: card.usedBytes ?? 0,
      utilisation: card.utilisation,
      processes: on(card.uuid),
    };
    const idle = (one: { uuid: string; usedBytes: number; processes: number }) =>
      !held.has(one.uuid) && one.processes === 0 && one.usedBytes <= idleBytes && fault === null;
    const slices = card.mig
      ? seen.slices
          .filter((slice) => slice.parentUuid === card.uuid)
          .map((slice) => {
            const use = seen.sliceUse.find(
              (one) => one.parentUuid === card.uuid && one.index === slice.index,
            );
            const part = {
              uuid: slice.uuid,
              kind: "mig" as const,
              parentUuid: card.uuid,
              // Labels are words of the name: "a100" still finds a slice of it.
              name: `${card.name} MIG ${slice.profile}`.slice(0, 120),
              index: slice.index,
              memoryBytes: slice.memoryBytes,
              usedBytes: use?.usedBytes ?? 0,
              // The driver says it of whole cards only.
              utilisation: null,
              processes: Math.max(use?.processes ?? 0, on(slice.uuid)),
            };
            return { ...part, idle: idle(part), fault };
          })
      : [];
    // A card in slices is given slice by slice; without any it can run nothing.
    const usable = !card.mig && card.memoryBytes !== null;
    return [{ ...whole, idle: usable && idle(whole), fault }, ...slices];
  });
}
