import { expect, test } from "vitest";
import { wrongDevices } from "../../../judge/devices/self-test.ts";

const saw = (nodes: string[], list: string | null = null, failed = false) => ({
  nodes,
  list,
  failed,
  networks: [],
  reaches: false,
});

test("the list of nvidia-smi decides what a container sees, else its device nodes are counted", () => {
  expect(wrongDevices(saw(["/dev/nvidia3"]), ["GPU-1"])).toBeNull();
  expect(wrongDevices(saw([]), [])).toBeNull();
  expect(wrongDevices(saw(["/dev/nvidia0"]), [])).toMatch("/dev/nvidia0");
  expect(wrongDevices(saw([]), ["GPU-1"])).toMatch("no device node");
  expect(wrongDevices(saw(["/dev/nvidia0", "/dev/nvidia1"]), ["GPU-1"])).toMatch("/dev/nvidia1");
  const list = "GPU 0: NVIDIA A100 (UUID: GPU-1)\n";
  expect(wrongDevices(saw(["/dev/nvidia0"], list), ["GPU-1"])).toBeNull();
  expect(wrongDevices(saw(["/dev/nvidia0"], list), ["GPU-2"])).toBe("it sees GPU-1");
  expect(wrongDevices(saw([], "Failed to initialize NVML", true), ["GPU-1"])).toMatch("Failed");
});

test("a container with a slice sees that slice and the card it is of, and no other slice", () => {
  const card = "GPU 0: NVIDIA A100 (UUID: GPU-1)\n";
  const slice = (n: number) => `  MIG 3g.20gb     Device  0: (UUID: MIG-${n})\n`;
  expect(wrongDevices(saw(["/dev/nvidia0"], card + slice(1)), ["MIG-1"])).toBeNull();
  expect(wrongDevices(saw(["/dev/nvidia0"], card + slice(1) + slice(2)), ["MIG-1"])).toMatch("MIG-2");
  expect(wrongDevices(saw(["/dev/nvidia0"], card), ["MIG-1"])).toMatch("no device");
});
