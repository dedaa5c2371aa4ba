import { expect, test } from "vitest";
import {
  busOf,
  readApps,
  readCards,
  readSlices,
  readSliceUse,
  readXids,
  UnreadableAnswer,
} from "../../../judge/devices/read-smi.ts";

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;
const A = "GPU-e86cb44c-6756-fd30-cd4a-1e6da3caf9b0";
const B = "GPU-f0e1d2c3-1111-2222-3333-444455556666";

test("cards are read with what they have and use", () => {
  const [first, second] = readCards(
    `0, ${A}, NVIDIA A100-SXM4-40GB, 40960, 3, 0, Disabled, 00000000:07:00.0, 0\n` +
      `1, ${B}, NVIDIA H100 80GB HBM3, 81559, 70000, 97, Disabled, 00000000:0F:00.0, 2\n`,
  );
  expect(first).toEqual({
    index: 0,
    uuid: A,
    name: "NVIDIA A100-SXM4-40GB",
    memoryBytes: 40960 * MiB,
    usedBytes: 3 * MiB,
    utilisation: 0,
    mig: false,
    bus: "07:00",
    uncorrected: 0,
    complaint: null,
  });
  expect(second).toMatchObject({ utilisation: 0.97, bus: "0f:00", uncorrected: 2, usedBytes: 70000 * MiB });
});

test("what a driver does not say is null, and a name may have commas", () => {
  const [card] = readCards(
    `0, ${A}, Tesla, the old one, [N/A], [Insufficient Permissions], [Not Supported], [N/A], 00000000:07:00.0, [N/A]`,
  );
  expect(card).toMatchObject({
    name: "Tesla, the old one",
    memoryBytes: null,
    usedBytes: null,
    utilisation: null,
    mig: false,
    uncorrected: null,
    complaint: null,
  });
});

test("units that somebody left in do no harm", () => {
  const [card] = readCards(`0, ${A}, X, 40960 MiB, 3 MiB, 12 %, Enabled, 00000000:07:00.0, 0`);
  expect(card).toMatchObject({ memoryBytes: 40960 * MiB, usedBytes: 3 * MiB, utilisation: 0.12, mig: true });
});

test("a card that the driver complains about says so", () => {
  const [card] = readCards(
    `0, ${A}, X, [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], 00000000:07:00.0, [GPU is lost]`,
  );
  expect(card).toMatchObject({ complaint: "[GPU is lost]", memoryBytes: null });
  const [reset] = readCards(
    `0, ${A}, X, 40960, [GPU requires reset], 0, Disabled, 00000000:07:00.0, [GPU requires reset]`,
  );
  expect(reset?.complaint).toBe("[GPU requires reset]");
});

test.each([
  "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.",
  "Failed to initialize NVML: Driver/library version mismatch",
  "Unable to determine the device handle for GPU 0000:05:00.0: GPU is lost.  Reboot the system to recover this GPU",
  'Field "mig.mode.current" is not a valid field to query.',
  "Segmentation fault",
  "0, not-a-uuid, X, 1, 1, 1, Disabled, 00000000:07:00.0, 0",
])("an answer that is none is refused: %s", (text) => {
  expect(() => readCards(text)).toThrow(UnreadableAnswer);
});

test("no cards are no error", () => {
  expect(readCards("No devices were found\n")).toEqual([]);
  expect(readCards("\n")).toEqual([]);
});

const LIST = `GPU 0: NVIDIA A100-SXM4-40GB (UUID: ${A})
  MIG 3g.20gb     Device  0: (UUID: MIG-c7384736-a75d-5afc-978f-d2f1294409fd)
  MIG 1c.2g.10gb  Device  1: (UUID: MIG-a28ad590-3fda-56dd-84fc-0a0b96edc58d)
GPU 1: NVIDIA A100-SXM4-40GB (UUID: ${B})
  MIG 1g.5gb+me   Device  0: (UUID: MIG-GPU-f0e1d2c3-1111-2222-3333-444455556666/7/0)
`;

test("slices are read under their cards, with the memory their profile promises", () => {
  expect(readSlices(LIST)).toEqual([
    {
      uuid: "MIG-c7384736-a75d-5afc-978f-d2f1294409fd",
      parentUuid: A,
      profile: "3g.20gb",
      index: 0,
      memoryBytes: 20 * GiB,
    },
    {
      uuid: "MIG-a28ad590-3fda-56dd-84fc-0a0b96edc58d",
      parentUuid: A,
      profile: "1c.2g.10gb",
      index: 1,
      memoryBytes: 10 * GiB,
    },
    {
      uuid: "MIG-GPU-f0e1d2c3-1111-2222-3333-444455556666/7/0",
      parentUuid: B,
      profile: "1g.5gb+me",
      index: 0,
      memoryBytes: 5 * GiB,
    },
  ]);
  expect(readSlices(`GPU 0: NVIDIA A100 (UUID: ${A})`)).toEqual([]);
});

test("programs are read with the device they compute on, and one whose number is hidden counts", () => {
  expect(readApps(`${A}, 4711\n${A}, [N/A]\n`)).toEqual([
    { deviceUuid: A, pid: 4711 },
    { deviceUuid: A, pid: 0 },
  ]);
  expect(readApps("No running processes found")).toEqual([]);
  expect(readApps("")).toEqual([]);
  expect(() => readApps("Failed to initialize NVML: Unknown Error")).toThrow(UnreadableAnswer);
});

test("what slices use comes from the long answer, each program at its own slice", () => {
  const slice = (index: number, instance: number, used: string) => `<mig_device>
      <index>${index}</index><gpu_instance_id>${instance}</gpu_instance_id><compute_instance_id>0</compute_instance_id>
      <fb_memory_usage><total>19968 MiB</total><reserved>0 MiB</reserved><used>${used}</used></fb_memory_usage>
    </mig_device>`;
  const xml = `<?xml version="1.0" ?><nvidia_smi_log>
    <gpu id="00000000:07:00.0"><mig_devices>${slice(0, 2, "37 MiB")}${slice(1, 5, "N/A")}</mig_devices>
      <uuid>${A}</uuid>
      <processes><process_info><gpu_instance_id>5</gpu_instance_id><compute_instance_id>0</compute_instance_id>
        <pid>99</pid></process_info></processes></gpu>
    <gpu id="00000000:0F:00.0"><uuid>${B}</uuid><mig_devices>None</mig_devices></gpu></nvidia_smi_log>`;
  expect(readSliceUse(xml)).toEqual([
    { parentUuid: A, index: 0, usedBytes: 37 * MiB, processes: 0 },
    { parentUuid: A, index: 1, usedBytes: null, processes: 1 },
  ]);
});

test("the kernel's log tells when a card broke, and nothing of programs that failed", () => {
  const log = `[   10.100000] NVRM: Xid (PCI:0000:07:00): 79, pid='<unknown>', name=<unknown>, GPU has fallen off the bus.
[  200.000001] NVRM: Xid (PCI:0000:0f:00): 31, pid=4711, name=python3, Ch 00000008, MMU Fault
[  201.500000] NVRM: Xid (PCI:0000:1A:00): 48, pid=1, DBE (double bit error) ECC Error
[  202.500000] usb 1-1: new device`;
  expect([...readXids(log)]).toEqual([
    ["07:00", 10.1],
    ["1a:00", 201.5],
  ]);
});

test("the kernel's and the driver's names of a card are compared by their common part", () => {
  expect(busOf("00000000:1A:00.0")).toBe(busOf("0000:1a:00"));
});
