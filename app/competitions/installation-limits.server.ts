import { webConfig } from "../../config.ts";
import type { InstallationLimits } from "./limits-of.ts";

/** The installation's standard limits and ceilings, from its settings. */
export function installationLimits(): InstallationLimits {
  const c = webConfig();
  return {
    standard: {
      memoryBytes: c.TASK_MEMORY_BYTES,
      cpus: c.TASK_CPUS,
      pids: c.TASK_PIDS,
      outputBytes: c.TASK_OUTPUT_BYTES,
      outputFiles: c.TASK_OUTPUT_FILES,
      logBytes: c.TASK_LOG_BYTES,
      printedBytes: c.TASK_PRINTED_BYTES,
      shmBytes: c.TASK_SHM_BYTES,
      unpackedBytes: c.TASK_UNPACKED_BYTES,
      unpackedFiles: c.TASK_UNPACKED_FILES,
      gpus: 0,
      gpuMemoryBytes: 0,
    },
    most: {
      wallS: c.TASK_MAX_WALL_S,
      cpuS: c.TASK_MAX_CPU_S,
      memoryBytes: c.TASK_MAX_MEMORY_BYTES,
      cpus: c.TASK_MAX_CPUS,
      pids: c.TASK_MAX_PIDS,
      outputBytes: c.TASK_MAX_OUTPUT_BYTES,
      outputFiles: c.TASK_MAX_OUTPUT_FILES,
      logBytes: c.TASK_MAX_LOG_BYTES,
      printedBytes: c.TASK_MAX_PRINTED_BYTES,
      shmBytes: c.TASK_MAX_SHM_BYTES,
      unpackedBytes: c.TASK_MAX_UNPACKED_BYTES,
      unpackedFiles: c.TASK_MAX_UNPACKED_FILES,
      gpus: c.TASK_MAX_GPUS,
      gpuMemoryBytes: c.TASK_MAX_GPU_MEMORY_BYTES,
    },
  };
}
