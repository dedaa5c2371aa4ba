import type { Circumstances, Facts } from "../../judge/contract/protocol.ts";

/** What a judge tells of a run that left one file in each step. */
export const someFacts = ({
  ran,
  ...more
}: Partial<Omit<Facts, "ran">> & { ran?: Partial<Circumstances> } = {}): Facts => ({
  image: "sha256:1",
  engine: "Docker 26.1.5",
  runtime: "runc",
  prediction: null,
  scoring: null,
  predictionExit: null,
  scoringExit: 0,
  predictionDigest: "digest-of-the-prediction",
  scoringDigest: "digest-of-the-scores",
  predictionFiles: [{ name: "answer.txt", sha256: "1" }],
  scoringFiles: [{ name: "scores.json", sha256: "2" }],
  ran: {
    podium: "0.1.0",
    image: "lab/model@sha256:1",
    imageId: "sha256:1",
    submittedImageId: null,
    runtimeVersion: "1.1.5",
    kernel: "6.1",
    processor: "Xeon",
    processors: 4,
    memoryBytes: 1024,
    devices: [],
    seed: 7,
    ...ran,
  },
  ...more,
});
