import { z } from "zod";
import { HOST_STATES } from "../../db/vocabulary.ts";
import { HostProblem } from "../judging/host-problem.ts";

export const JudgeHost = z.object({
  id: z.uuid(),
  name: z.string(),
  state: z.enum(HOST_STATES).meta({ description: "draining: it finishes what it is at and takes no more" }),
  online: z.boolean(),
  queue: z.string().nullable().meta({ description: "Null for the runs of no queue" }),
  labels: z.array(z.string()),
  slots: z.number().int(),
  working: z.number().int().meta({ description: "Runs it is at now" }),
  note: z.string().nullable(),
  lastSeenAt: z.iso.datetime().nullable(),
  clockSkewMs: z.number().int().nullable().meta({ description: "How far its clock is ahead" }),
  clockWrong: z.boolean().meta({ description: "Beyond CLOCK_SKEW_WARN_MS" }),
  problem: HostProblem.nullable(),
  selfTest: z.unknown().meta({ description: "What its last self-test found" }),
  selfTestAt: z.iso.datetime().nullable(),
  selfTestWanted: z.boolean(),
  facts: z
    .object({
      version: z.string(),
      protocol: z.number().int(),
      engine: z.string(),
      runtime: z.string(),
      cgroup: z.number().int().nullable(),
      cpus: z.number(),
      memoryBytes: z.number(),
      diskFreeBytes: z.number().nullable(),
      diskFull: z.boolean().meta({ description: "So full that it takes no work" }),
      image: z.string(),
    })
    .nullable(),
});
export const JudgeHosts = z.object({ hosts: z.array(JudgeHost) });
export const HostToken = z.object({
  id: z.uuid(),
  token: z.string().meta({ description: "Answered this once; only its hash is kept" }),
});
