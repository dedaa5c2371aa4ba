import type { Needs } from "./needs.ts";

/** A device that a host could give away now. */
export type FreeDevice = { id: string; uuid: string; name: string; memoryBytes: number };

/** What a host can do: which runs it is able to judge is for `fit` to say. */
export type AbleHost = { id: string; slots: number; labels: string[]; devices: FreeDevice[] };

/** The labels a device has by itself: the words of its name, e.g. "nvidia", "a100", "80gb". */
export const deviceLabels = (name: string): string[] =>
  name
    .toLowerCase()
    .split(/[^a-z0-9.]+/)
    .filter(Boolean);

/**
 * The devices that a host gives to a run, none for one that needs none, or null when it cannot run it. A label
 * may be the host's or, for runs on devices, every given device's. The smallest devices that will do are taken,
 * so that the large ones stay for those who need them.
 */
export function fit(
  needs: Needs,
  host: { labels: readonly string[]; devices: readonly FreeDevice[] },
): FreeDevice[] | null {
  const ofHost = host.labels.map((label) => label.toLowerCase());
  const ofDevices = needs.labels.filter((label) => !ofHost.includes(label.toLowerCase()));
  if (needs.gpus === 0) return ofDevices.length === 0 ? [] : null;
  const able = host.devices
    .filter(({ memoryBytes }) => memoryBytes >= needs.gpuMemoryBytes)
    .filter(({ name }) => {
      const own = deviceLabels(name);
      return ofDevices.every((label) => own.includes(label.toLowerCase()));
    })
    .sort((a, b) => a.memoryBytes - b.memoryBytes || (a.uuid < b.uuid ? -1 : 1));
  return able.length >= needs.gpus ? able.slice(0, needs.gpus) : null;
}
