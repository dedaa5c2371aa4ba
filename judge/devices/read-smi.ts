/**
 * Reads what `nvidia-smi` prints. Formats: `nvidia-smi --help-query-gpu`, `--help-query-compute-apps`, the man
 * page's `-L` and `-q -x`, and NVIDIA's MIG user guide for slices.
 */

const MiB = 1024 * 1024;

/** The fields of a card in the order they are asked for; all are known to drivers since R450. */
export const CARD_FIELDS = [
  "index",
  "uuid",
  "name",
  "memory.total",
  "memory.used",
  "utilization.gpu",
  "mig.mode.current",
  "pci.bus_id",
  "ecc.errors.uncorrected.volatile.total",
] as const;

/** A card; null is what the driver does not say. */
export type Card = {
  index: number;
  uuid: string;
  name: string;
  memoryBytes: number | null;
  usedBytes: number | null;
  /** 0 to 1. */
  utilisation: number | null;
  mig: boolean;
  /** Bus and device without domain and function, as kernel messages have it too: `07:00`. */
  bus: string;
  /** Errors that ECC could not mend since the driver was loaded. */
  uncorrected: number | null;
  /** The driver answers with a complaint where a number belongs: "[GPU is lost]", "[GPU requires reset]". */
  complaint: string | null;
};

/** A slice of a card, from `-L`. */
export type Slice = { uuid: string; parentUuid: string; profile: string; index: number; memoryBytes: number };
/** What `-q -x` says of the slice of that card with that index. */
export type SliceUse = { parentUuid: string; index: number; usedBytes: number | null; processes: number };
/** A program that computes, from `--query-compute-apps`. */
export type App = { deviceUuid: string; pid: number };

export class UnreadableAnswer extends Error {}

/** "[N/A]", "N/A", "[Not Supported]", "[Unknown Error]": no number, and nothing that should worry anybody. */
const ABSENT = /^\[?(N\/A|Not Supported|Not Active|Insufficient Permissions|Unknown Error)\]?$/i;
const BROKEN = /GPU is lost|requires reset|GPU access blocked|Fallen off/i;
const COMMAND_FAILED =
  /NVIDIA-SMI has failed|Failed to initialize NVML|Unable to determine the device handle|not a valid field|couldn't communicate/i;

const rows = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);

function number(cell: string): number | null {
  const value = Number(cell.replace(/\s*(MiB|%)$/, ""));
  return cell !== "" && Number.isFinite(value) && value >= 0 ? value : null;
}

/** The part of a bus id that the kernel and all drivers write alike: `00000000:07:00.0` and `PCI:0000:07:00` → `07:00`. */
export const busOf = (id: string): string =>
  /([0-9a-f]{2}:[0-9a-f]{2})(?:\.[0-9a-f])?$/i.exec(id)?.[1]?.toLowerCase() ?? id;

/** The cards of `--query-gpu=<CARD_FIELDS> --format=csv,noheader,nounits`. Throws UnreadableAnswer. */
export function readCards(text: string): Card[] {
  return rows(text).flatMap((line) => {
    if (/^No devices were found/i.test(line)) return [];
    if (COMMAND_FAILED.test(line)) throw new UnreadableAnswer(line.slice(0, 300));
    const cells = line.split(/,\s*/);
    // A name may have commas; all other fields have none.
    const extra = cells.length - CARD_FIELDS.length;
    if (extra > 0) cells.splice(2, extra + 1, cells.slice(2, 3 + extra).join(", "));
    const [index = "", uuid = "", name = "", total = "", used = "", busy = "", mig = "", bus = "", ecc = ""] =
      cells;
    const at = number(index);
    if (at === null || !/^GPU-[\w-]+$/.test(uuid))
      throw new UnreadableAnswer(`not a card: ${line.slice(0, 200)}`);
    const bytes = (cell: string) => {
      const mebibytes = number(cell);
      return mebibytes === null ? null : mebibytes * MiB;
    };
    const share = number(busy);
    return [
      {
        index: at,
        uuid,
        name,
        memoryBytes: bytes(total),
        usedBytes: bytes(used),
        utilisation: share === null ? null : Math.min(1, share / 100),
        mig: /^Enabled$/i.test(mig),
        bus: busOf(bus),
        uncorrected: number(ecc),
        complaint: cells.find((cell) => BROKEN.test(cell) && !ABSENT.test(cell)) ?? null,
      },
    ];
  });
}

/** The memory that a profile's name promises: `3g.20gb`, `1c.3g.20gb`, `1g.10gb+me` → bytes; 0 where it says none. */
const profileBytes = (profile: string): number => Number(/(\d+)gb/i.exec(profile)?.[1] ?? 0) * 1024 * MiB;

/** The slices of `nvidia-smi -L`, under the cards that they are of. */
export function readSlices(text: string): Slice[] {
  let parentUuid = "";
  return rows(text).flatMap((line) => {
    const card = /^GPU \d+: .*\(UUID: (GPU-[\w-]+)\)$/.exec(line);
    if (card?.[1]) parentUuid = card[1];
    const slice = /^MIG (\S+)\s+Device\s+(\d+):\s*\(UUID: (MIG-[\w/-]+)\)$/.exec(line);
    const [, profile, index, uuid] = slice ?? [];
    if (!profile || !uuid || parentUuid === "") return [];
    return [{ uuid, parentUuid, profile, index: Number(index), memoryBytes: profileBytes(profile) }];
  });
}

/** The programs of `--query-compute-apps=gpu_uuid,pid --format=csv,noheader`. Throws UnreadableAnswer. */
export function readApps(text: string): App[] {
  return rows(text).flatMap((line) => {
    if (/^No running|^No devices/i.test(line)) return [];
    if (COMMAND_FAILED.test(line)) throw new UnreadableAnswer(line.slice(0, 300));
    const [deviceUuid = "", pid = ""] = line.split(/,\s*/);
    const process = number(pid);
    if (!/^(GPU|MIG)-/.test(deviceUuid)) throw new UnreadableAnswer(`not a program: ${line.slice(0, 200)}`);
    // A pid that the driver hides is a program all the same.
    return [{ deviceUuid, pid: process ?? 0 }];
  });
}

const element = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>\\s*([\\s\\S]*?)\\s*</${name}>`).exec(xml)?.[1];
const elements = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([\\s\\S]*?)</${name}>`, "g"))].map((one) => one[1] ?? "");

/** What slices use, from `nvidia-smi -q -x` (nvsmi_device_v*.dtd): the csv queries tell nothing of slices. */
export function readSliceUse(xml: string): SliceUse[] {
  return elements(xml, "gpu").flatMap((gpu) => {
    const parentUuid = element(gpu.replace(/<mig_devices>[\s\S]*?<\/mig_devices>/, ""), "uuid") ?? "";
    const programs = elements(gpu, "process_info").map((one) => [
      element(one, "gpu_instance_id"),
      element(one, "compute_instance_id"),
    ]);
    return elements(gpu, "mig_device").map((slice) => {
      const own = [element(slice, "gpu_instance_id"), element(slice, "compute_instance_id")];
      const used = number(element(element(slice, "fb_memory_usage") ?? "", "used") ?? "");
      return {
        parentUuid,
        index: Number(element(slice, "index") ?? 0),
        usedBytes: used === null ? null : used * MiB,
        processes: programs.filter((ids) => ids[0] === own[0] && ids[1] === own[1]).length,
      };
    });
  });
}

/**
 * Xids that mean the card or its link is broken until somebody looks at it, from NVIDIA's catalogue ("Xid
 * Errors"): uncorrectable ECC 48 and 95, row remapping failed 64, NVLink 74, fallen off the bus 79, GSP 119, 120,
 * unrecoverable 140, 143, 154. What a program itself does wrong (13, 31, 43, 45 …) is no reason to stop lending.
 */
const HARDWARE_XIDS = [48, 64, 74, 79, 95, 119, 120, 140, 143, 154];

/** By bus, when the kernel's log (`dmesg`) last reported a card as broken, seconds since the boot. */
export function readXids(log: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const line of rows(log)) {
    const said = /^\[\s*([\d.]+)\].*NVRM: Xid \(PCI:([0-9a-f:.]+)\): (\d+)/i.exec(line);
    const [, at, bus, xid] = said ?? [];
    if (!bus || !HARDWARE_XIDS.includes(Number(xid))) continue;
    found.set(busOf(bus), Number(at));
  }
  return found;
}
