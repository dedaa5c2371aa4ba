import { expect, test } from "vitest";
import { endedForTheMachine } from "../../judge/sandbox/machine-memory.ts";

const OURS = "99e6046d4b93576a9b2c23738fa87c2cd2b0da0b210c99c85160b994d101b5ec";
const OTHER = "1".repeat(64);
const line = (constraint: string, container: string) =>
  `6,1234,55237588770,-;oom-kill:constraint=${constraint},nodemask=(null),cpuset=${container},mems_allowed=0,` +
  `global_oom,task_memcg=/podium-host-1/${container},task=python3,pid=1796,uid=10001`;

test("a machine without memory is told apart from a container at its limit", () => {
  expect(endedForTheMachine(line("CONSTRAINT_NONE", OURS), [OURS])).toBe(true);
  expect(endedForTheMachine(line("CONSTRAINT_CPUSET", OURS), [OTHER, OURS])).toBe(true);
  expect(endedForTheMachine(line("CONSTRAINT_MEMCG", OURS), [OURS])).toBe(false);
});

test("what the kernel ended elsewhere on the machine is no word about this container", () => {
  expect(endedForTheMachine(line("CONSTRAINT_NONE", OTHER), [OURS])).toBe(false);
  const program = `4,1,2,-;python3: oom-kill:constraint=CONSTRAINT_NONE,cpuset=${OURS},task_memcg=/,task=x`;
  expect(endedForTheMachine(`${program}\n`, [OURS])).toBe(false);
  expect(endedForTheMachine("", [OURS])).toBe(false);
});
