import type { Facts } from "../../judge/contract/protocol.ts";

/** The runtime with its version, e.g. "runc 1.1.5". */
export const runtimeOf = (facts: Facts | null): string =>
  [facts?.runtime, facts?.ran?.runtimeVersion].filter(Boolean).join(" ");
/** The processor and how many of it, e.g. "AMD EPYC 7763 × 8". */
export const processorOf = (facts: Facts | null): string =>
  facts?.ran ? [facts.ran.processor?.trim(), `× ${facts.ran.processors}`].filter(Boolean).join(" ") : "";
/** The cards by name, e.g. "NVIDIA H100 × 2". */
export function devicesOf(facts: Facts | null): string {
  const names = facts?.ran?.devices.map(({ name }) => name) ?? [];
  const kinds = [...new Set(names)].sort();
  return kinds.map((kind) => `${kind} × ${names.filter((name) => name === kind).length}`).join(", ");
}
