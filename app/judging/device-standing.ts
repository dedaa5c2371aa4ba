import type { DeviceState } from "../../db/vocabulary.ts";

export type DeviceStanding = "free" | "running" | "clearing" | "busy" | "sliced" | "quarantined" | "gone";

/**
 * How a device stands, in one word: lent to a run, still busy after one, used by somebody else on the machine, or
 * given slice by slice.
 */
export function deviceStanding(
  device: { state: DeviceState; idle: boolean; lease: "running" | "ended" | null },
  hasSlices: boolean,
): DeviceStanding {
  if (device.state !== "active") return device.state;
  if (hasSlices) return "sliced";
  if (device.lease === "running") return "running";
  if (device.lease === "ended") return "clearing";
  return device.idle ? "free" : "busy";
}
