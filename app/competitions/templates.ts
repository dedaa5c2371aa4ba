import type { CompetitionTemplate } from "../../db/vocabulary.ts";
import { aiBenchmark } from "./templates/ai-benchmark.ts";
import type { Draft, Start } from "./templates/draft.ts";
import { hackathon } from "./templates/hackathon.ts";
import { practice } from "./templates/practice.ts";
import { softwareCup } from "./templates/software-cup.ts";

const TEMPLATES: Record<CompetitionTemplate, (start: Start) => Draft> = {
  ai_benchmark: aiBenchmark,
  software_cup: softwareCup,
  hackathon,
  practice,
};

/** What a competition of this kind starts with, if it is made now by somebody in this time zone. */
export const draftOf = (template: CompetitionTemplate, start: Start): Draft => TEMPLATES[template](start);
