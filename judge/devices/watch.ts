import os from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import type { Device, Sample } from "../contract/protocol.ts";
import { devicesOf } from "./inventory.ts";
import type { Card } from "./read-smi.ts";
import { NoDriver, type Smi } from "./smi.ts";

export type Devices = {
  /** As last seen, without what is held. */
  now(): { devices: Device[]; deviceProblem: string | null };
  /** Looks anew; several who ask at once share a look. */
  look(): Promise<void>;
  /** An attempt has them: they are not idle until it gives them back and a later look finds them so. */
  hold(uuids: readonly string[]): void;
  giveBack(uuids: readonly string[]): void;
  /** What they are called and how much memory they have, as far as they were seen. */
  describe(uuids: readonly string[]): { name: string; memoryBytes: number }[];
  /** They passed a self-test: what was wrong with their cards before no longer counts. */
  forgive(uuids: readonly string[]): void;
  /** What the devices do now, for an attempt's measurements; nulls where the driver does not say. */
  use(uuids: readonly string[]): Promise<Sample["devices"]>;
  /** Looks until told to stop; calls `changed` when what is to be reported is something else. */
  watch(changed: () => void, signal: AbortSignal): Promise<void>;
};

/** What is worth telling at once: use that goes up and down is not. */
const gist = (devices: readonly Device[], problem: string | null) =>
  JSON.stringify([
    problem,
    devices.map(({ usedBytes: _, utilisation: __, processes: ___, ...rest }) => rest),
  ]);

/** The devices of this host, as a tool of the driver's shows them. */
export function watchDevices(
  tool: Smi,
  { everyMs, idleBytes }: { everyMs: number; idleBytes: number },
): Devices {
  const held = new Map<string, number>();
  const before = new Map<string, { atS: number; uncorrected: number }>();
  let devices: Device[] = [];
  let problem: string | null = null;
  /** Without the tool there is nothing to look at again. */
  let none = false;
  let looking: Promise<void> | undefined;
  let cards: { at: number; list: Promise<Card[]> } | undefined;

  async function lookOnce(): Promise<void> {
    // Whoever is held when the look begins is not idle, whatever it finds: its program may not have begun.
    const had = new Set(held.keys());
    try {
      const seen = await tool.look();
      for (const card of seen.cards)
        if (!before.has(card.uuid))
          before.set(card.uuid, { atS: os.uptime(), uncorrected: card.uncorrected ?? 0 });
      for (const uuid of held.keys()) had.add(uuid);
      devices = devicesOf(seen, { held: had, idleBytes, before });
      problem = null;
    } catch (error) {
      none = error instanceof NoDriver;
      devices = [];
      problem = none ? null : (error as Error).message.slice(0, 500);
    }
  }

  const look = async (): Promise<void> => {
    if (none) return;
    looking ??= lookOnce().finally(() => {
      looking = undefined;
    });
    return looking;
  };

  return {
    now: () => ({
      devices: devices.map((one) => (held.has(one.uuid) ? { ...one, idle: false } : one)),
      deviceProblem: problem,
    }),
    look,
    hold(uuids) {
      for (const uuid of uuids) held.set(uuid, (held.get(uuid) ?? 0) + 1);
    },
    giveBack(uuids) {
      for (const uuid of uuids) {
        const left = (held.get(uuid) ?? 1) - 1;
        if (left > 0) held.set(uuid, left);
        else held.delete(uuid);
        // What was seen before is no proof that it is idle now.
        devices = devices.map((one) => (one.uuid === uuid ? { ...one, idle: false } : one));
      }
    },
    describe: (uuids) =>
      uuids.flatMap((uuid) => {
        const seen = devices.find((device) => device.uuid === uuid);
        return seen ? [{ name: seen.name, memoryBytes: seen.memoryBytes }] : [];
      }),
    forgive(uuids) {
      for (const one of devices) if (uuids.includes(one.uuid)) before.delete(one.parentUuid ?? one.uuid);
    },
    async use(uuids) {
      if (!cards || performance.now() - cards.at > everyMs / 4)
        cards = { at: performance.now(), list: tool.cards().catch(() => []) };
      const list = await cards.list;
      return uuids.map((uuid) => {
        const card = list.find((one) => one.uuid === uuid);
        const slice = devices.find((one) => one.uuid === uuid && one.kind === "mig");
        return {
          uuid,
          utilisation: card?.utilisation ?? null,
          memoryBytes: card?.usedBytes ?? slice?.usedBytes ?? null,
        };
      });
    },
    async watch(changed, signal) {
      let told = gist(devices, problem);
      while (!none && !signal.aborted) {
        await look();
        const is = gist(devices, problem);
        const waiting = devices.some((one) => !one.idle && !held.has(one.uuid));
        if (is !== told || waiting) changed();
        told = is;
        await pause(everyMs, undefined, { signal }).catch(() => {});
      }
    },
  };
}
