import type Docker from "dockerode";
import type { DeviceWay } from "../contract/protocol.ts";

/** What the engine is asked for, so that a container sees these devices and no others. */
export const deviceRequests = (way: DeviceWay, uuids: readonly string[]): Docker.DeviceRequest[] =>
  way === "cdi"
    ? [{ Driver: "cdi", DeviceIDs: uuids.map((uuid) => `nvidia.com/gpu=${uuid}`) }]
    : [{ Driver: "nvidia", DeviceIDs: [...uuids], Capabilities: [["gpu", "compute", "utility"]] }];

/**
 * The toolkit reads a container's environment, and so what an image's own ENV says: these words win over an
 * image's. A run without devices sees none; one with devices gets no display, no slices' administration, no
 * channels to other machines; and no library of the image's is loaded into the toolkit's hooks (CVE-2025-23266).
 */
export function deviceEnvironment(way: DeviceWay | null, uuids: readonly string[]): string[] {
  const closed = [
    "NVIDIA_MIG_CONFIG_DEVICES=",
    "NVIDIA_MIG_MONITOR_DEVICES=",
    "NVIDIA_IMEX_CHANNELS=",
    "NVIDIA_GDS=disabled",
    "NVIDIA_MOFED=disabled",
    "NVIDIA_GDRCOPY=disabled",
    "NVIDIA_NVSWITCH=disabled",
  ];
  if (uuids.length === 0) return ["NVIDIA_VISIBLE_DEVICES=void"];
  return [
    // Where the specification names the devices, the environment must not name more.
    `NVIDIA_VISIBLE_DEVICES=${way === "nvidia" ? uuids.join(",") : "void"}`,
    "NVIDIA_DRIVER_CAPABILITIES=compute,utility",
    ...closed,
    "LD_PRELOAD=",
    "LD_AUDIT=",
  ];
}

/** Whether an engine's refusal is about devices: never the fault of what was to run. */
export const isAboutDevices = (error: unknown): boolean =>
  /device driver|nvidia|\bcdi\b|error running (prestart |createRuntime )?hook|running hook/i.test(
    (error as Error).message ?? "",
  );
