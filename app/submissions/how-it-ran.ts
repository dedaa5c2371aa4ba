import { Facts, Work } from "../../judge/contract/protocol.ts";
import { devicesOf, processorOf, runtimeOf } from "./ran-on.ts";

type File = { sha256: string; bytes: number };
const fileOf = (file: { hash: string; size: number } | null): File | null =>
  file && { sha256: file.hash, bytes: file.size };

/** A run's last attempt as the database keeps it. */
export type Kept = { work: unknown; facts: unknown; host: string | null; taskVersion: number };

/**
 * How a run was done, as far as its reader may know; null where nothing was recorded. Hidden data and what scoring
 * left stay with the organisers, digests included: who can guess the content could prove it by them. So does the
 * host's name. A card has its name, never its id.
 */
export function howItRan(
  { work, facts, host, taskVersion }: Kept,
  reader: { organises: boolean; readsPrediction: boolean },
) {
  const given = Work.safeParse(work).data;
  const found = Facts.safeParse(facts).data;
  if (!given || !found?.ran) return null;
  const { ran } = found;
  const { scoringProgram, ingestionProgram, inputData, referenceData } = given.task;
  return {
    imageNamed: given.imageNamed,
    image: ran.image,
    imageId: ran.imageId,
    submittedImageId: ran.submittedImageId,
    taskVersion,
    seed: ran.seed,
    limits: given.limits,
    engine: found.engine,
    runtime: runtimeOf(found),
    kernel: ran.kernel,
    processor: processorOf(found),
    memoryBytes: ran.memoryBytes,
    devices: devicesOf(found),
    podium: ran.podium,
    submission: fileOf(given.submission)!,
    predictionDigest: reader.readsPrediction ? (found.predictionDigest ?? null) : null,
    organisers: reader.organises
      ? {
          host,
          scoringProgram: fileOf(scoringProgram)!,
          ingestionProgram: fileOf(ingestionProgram),
          inputData: fileOf(inputData),
          referenceData: fileOf(referenceData),
          scoringDigest: found.scoringDigest ?? null,
        }
      : null,
  };
}
export type HowItRan = NonNullable<ReturnType<typeof howItRan>>;
