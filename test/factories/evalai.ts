import { buffer } from "node:stream/consumers";
import yazl from "yazl";

export async function zipBytes(files: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content as string), name);
  zip.end();
  return buffer(zip.outputStream);
}

const CONFIG = `
title: "How many lines are right?"
short_description: "Counts lines."
description: templates/description.html
evaluation_details: templates/evaluation_details.html
terms_and_conditions: templates/terms_and_conditions.html
image: logo.jpg
submission_guidelines: templates/submission_guidelines.html
evaluation_script: evaluation_script.zip
remote_evaluation: False
start_date: 2026-01-01 00:00:00
end_date: 2027-12-31 23:59:59
tags: [lines]
max_team_members: 3
leaderboard:
  - id: 1
    schema:
      {
        "labels": ["Right", "Wrong"],
        "default_order_by": "Right",
        "metadata": { "Wrong": { "sort_ascending": True, "description": "fewer is better" } },
      }
challenge_phases:
  - id: 2
    name: Test Phase
    description: templates/phase.html
    leaderboard_public: True
    is_public: True
    start_date: 2027-01-01 00:00:00
    end_date: 2027-12-31 12:30:00
    test_annotation_file: annotations/test.txt
    codename: test
    max_submissions: 20
  - id: 1
    name: Dev Phase
    description: templates/phase.html
    leaderboard_public: True
    is_public: True
    start_date: 2026-01-01 00:00:00
    end_date: 2026-12-31 23:59:59
    test_annotation_file: annotations/dev.zip
    codename: dev
    max_submissions_per_day: 5
    max_submissions_per_month: 50
    max_concurrent_submissions_allowed: 2
    allowed_submission_file_types: ".txt, .json"
    submission_meta_attributes:
      - {name: data, description: Which data?, type: radio, options: [own, given], required: True}
dataset_splits:
  - {id: 1, name: Public, codename: public_split}
  - {id: 2, name: Private, codename: private_split}
challenge_phase_splits:
  - {challenge_phase_id: 1, leaderboard_id: 1, dataset_split_id: 1, visibility: 3, leaderboard_decimal_precision: 4}
  - {challenge_phase_id: 2, leaderboard_id: 1, dataset_split_id: 1, visibility: 3, leaderboard_decimal_precision: 4}
  - {challenge_phase_id: 2, leaderboard_id: 1, dataset_split_id: 2, visibility: 1, leaderboard_decimal_precision: 4}
`;

const MAIN = `
import os

def evaluate(test_annotation_file, user_submission_file, phase_codename, **kwargs):
    if phase_codename == "dev":
        test_annotation_file = os.path.join(os.path.dirname(test_annotation_file), "dev.txt")
    truth = open(test_annotation_file).read().split()
    said = open(user_submission_file).read().split()
    assert kwargs["submission_metadata"]["submitted_at"]
    right = sum(a == b for a, b in zip(truth, said))
    found = {"Right": right / len(truth), "Wrong": len(truth) - right, "Total": 99}
    result = [{"public_split": found}]
    if phase_codename == "test":
        result.append({"private_split": {"Right": 0.5, "Wrong": 1}})
    return {"result": result, "submission_result": "<b>%d</b>" % right, "submission_metadata": {"for": "the host"}}
`;

/** An EvalAI challenge whose script counts equal words; with what a test wants to be different. */
export async function aChallenge(
  changes: Record<string, string | Buffer | null> = {},
  script: Record<string, string> = {},
): Promise<Record<string, string | Buffer>> {
  const files: Record<string, string | Buffer | null> = {
    "challenge_config.yaml": CONFIG,
    "logo.jpg": "a logo",
    "templates/description.html": "<h1>Lines</h1>",
    "templates/evaluation_details.html": "<p>Equal words count.</p>",
    "templates/terms_and_conditions.html": "<p>Be fair.</p>",
    "templates/submission_guidelines.html": "<p>One file.</p>",
    "templates/phase.html": "<p>A phase.</p>",
    "annotations/dev.zip": await zipBytes({ "dev.txt": "a b c d" }),
    "annotations/test.txt": "a b",
    "evaluation_script.zip": await zipBytes({
      "__init__.py": "from .main import evaluate\n",
      "main.py": MAIN,
      ...script,
    }),
    ...changes,
  };
  return Object.fromEntries(Object.entries(files).filter(([, v]) => v !== null)) as Record<
    string,
    string | Buffer
  >;
}

export const challengeConfig = CONFIG;
