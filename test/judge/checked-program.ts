import type { aJudge } from "./support.ts";

/**
 * Runs a scoring program that notes in `checks`, by name, what holds; answers what it said, and the names of what does
 * not hold or was not reached.
 */
export async function checked(host: Awaited<ReturnType<typeof aJudge>>, program: string) {
  const names = [...program.matchAll(/checks\["(\w+)"\]/g)].map((found) => found[1]!);
  const { logs, scores } = await host.judge({
    submission: { "a.txt": "a" },
    scoring: {
      metadata: "command: python score.py\n",
      "score.py": `
import warnings
warnings.simplefilter("ignore")
checks = {}
${program}
import json
json.dump({name: int(bool(holds)) for name, holds in checks.items()}, open("/app/output/scores.json", "w"))
`,
    },
    metricKeys: names,
    limits: { wallS: 60, memoryBytes: 1024 ** 3 },
  });
  return { logs, wrong: names.filter((name) => Number(scores[name]) !== 1) };
}

export const ALL_HOLD = { logs: {}, wrong: [] };
