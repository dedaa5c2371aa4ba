import path from "node:path";
import { environmentFor, judgeConfig } from "../../config.ts";
import { ensureImage } from "../../judge/images/build.ts";
import { keep } from "./keep.ts";
import type { Progress } from "./progress.mjs";
import { Sentence } from "./sentence.ts";
import { untilTold } from "./until-told.ts";

/** What ending containers and giving back takes after the grace, at most. */
const GIVE_BACK_S = 20;

function settings() {
  try {
    return judgeConfig();
  } catch (error) {
    throw new Sentence(
      `${(error as Error).message}\nA judge host needs PODIUM_URL and PODIUM_JUDGE_TOKEN, e.g. ` +
        "`PODIUM_URL=https://podium.example.org PODIUM_JUDGE_TOKEN=… npm run judge`; the operator's page " +
        "Judge hosts makes a token.",
    );
  }
}

/** `npm run judge`: one judge host of a Podium that runs elsewhere. */
export async function judgeAlone(progress: Progress): Promise<void> {
  const config = settings();
  await progress.step("Sandbox image", (say) => ensureImage(config.PODIUM_IMAGE, say));
  const judge = await progress.step("Judge", () =>
    keep({
      name: "judge",
      script: path.resolve("build/node/judge.js"),
      environment: environmentFor("judge"),
      logs: path.resolve(config.PODIUM_JUDGE_DATA, "logs"),
      heard: true,
      say: progress.say,
      ending: { patienceMs: (config.PODIUM_JUDGE_GRACE_S + GIVE_BACK_S) * 1000 },
    }),
  );
  untilTold(
    () => {
      progress.say(
        "\nTakes no more work and finishes what it is at. Once more gives that back to be judged elsewhere.",
      );
      return judge.stop();
    },
    () => judge.hurry(),
  );
  progress.say(`\nThis machine judges for ${config.PODIUM_URL}. Ctrl-C ends it.`);
}
