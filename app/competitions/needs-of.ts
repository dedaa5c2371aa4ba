import { type Needs, needsWord } from "../queues/needs.ts";
import { type InstallationLimits, limitsOf } from "./limits-of.ts";

type Phase = { timeLimitS: number };
type Task = { limits: Record<string, number>; labels: readonly string[] };

/** What a run of the task asks of a host in a phase, and the same in one word, as a run keeps them. */
export function needsOf(
  phase: Phase,
  task: Task,
  installation: InstallationLimits,
): Needs & { labels: string[]; needs: string } {
  const { gpus, gpuMemoryBytes } = limitsOf(phase, task, installation);
  const needs = { labels: [...task.labels], gpus, gpuMemoryBytes };
  return { ...needs, needs: needsWord(needs) };
}
