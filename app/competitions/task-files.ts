/** The programs and data of a task, as its columns are called. */
export const TASK_FILES = ["scoringProgram", "ingestionProgram", "referenceData", "inputData"] as const;
export type TaskFile = (typeof TASK_FILES)[number];
export type TaskFiles = Record<TaskFile, string | null>;

export const PHASE_FILES = ["startingKit", "publicData"] as const;
