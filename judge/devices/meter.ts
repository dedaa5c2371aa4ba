import type { Sample } from "../contract/protocol.ts";
import type { Devices } from "./watch.ts";

export type DeviceMeter = {
  /** What was last measured. */
  now(): Sample["devices"];
  /** The most memory that one of the devices held at once since it was last asked, bytes; null where unknown. */
  takePeak(): number | null;
  /** Whether one holds more than the run may have there. */
  isOver(): boolean;
  stop(): void;
};

/**
 * Measures an attempt's devices about every `everyMs`. A card is given whole, so nothing but this look keeps a
 * run within `limitBytes` a device (0 for no limit); what was in use before the run is not the run's.
 */
export function deviceMeter(
  devices: Pick<Devices, "use">,
  uuids: readonly string[],
  { everyMs, limitBytes }: { everyMs: number; limitBytes: number },
): DeviceMeter {
  let last: Sample["devices"] = [];
  let before: Map<string, number> | undefined;
  let peak: number | null = null;
  let over = false;
  let asking = false;
  const own = (one: Sample["devices"][number]) =>
    one.memoryBytes === null ? null : Math.max(0, one.memoryBytes - (before?.get(one.uuid) ?? 0));

  async function ask(): Promise<void> {
    if (asking) return;
    asking = true;
    try {
      last = await devices.use(uuids);
    } finally {
      asking = false;
    }
    before ??= new Map(last.map((one) => [one.uuid, one.memoryBytes ?? 0]));
    for (const one of last) {
      const bytes = own(one);
      if (bytes === null) continue;
      peak = Math.max(peak ?? 0, bytes);
      over ||= limitBytes > 0 && bytes > limitBytes;
    }
  }

  void ask();
  const timer = setInterval(() => void ask(), everyMs);
  return {
    now: () => last,
    takePeak() {
      const found = peak;
      peak = null;
      return found;
    },
    isOver: () => over,
    stop: () => clearInterval(timer),
  };
}
