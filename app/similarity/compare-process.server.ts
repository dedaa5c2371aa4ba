// The process beside the web that compares sources, so that neither its time nor its memory is the web's. Started
// by compare-apart.server.ts, which says what to compare; it speaks to nobody else and writes nothing.
import os from "node:os";
import { Comparison } from "./compare.ts";
import type { Answer, Found, Question } from "./compare-apart.server.ts";
import { inCommon } from "./fragments.ts";
import { joined, sourceFiles } from "./source.server.ts";

const TELL_EVERY = 10;

os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
process.on("disconnect", () => process.exit());
process.once("message", (question: Question) => {
  work(question).then(
    (found) => tell({ found }, () => process.exit()),
    (error: Error) => tell({ error: error.message }, () => process.exit()),
  );
});

function tell(answer: Answer, then?: () => void): void {
  process.send?.(answer, undefined, undefined, then);
}

async function work({ sources, kit, mostTokens, mostPairs }: Question): Promise<Found[]> {
  const comparison = new Comparison(mostTokens);
  const compared: Question["sources"] = [];
  for (const [i, source] of sources.entries()) {
    const text = await textOf(source.hash);
    if (text !== "") {
      comparison.add(source.entryId, text);
      compared.push(source);
    }
    if (i % TELL_EVERY === TELL_EVERY - 1) tell({ done: i + 1 });
  }
  if (kit) for (const { text } of await sourceFiles(kit)) comparison.leaveOut(text);
  const { pairs, known } = comparison.alike(mostPairs);
  const found: Found[] = [];
  for (const { left, right, similarity } of pairs) {
    const [a, b] = [compared[left], compared[right]];
    if (!a || !b) throw new Error("a pair of no source");
    const its = inCommon(await textOf(a.hash), await textOf(b.hash), known, mostTokens);
    found.push({ leftId: a.id, rightId: b.id, similarity, ...its });
  }
  return found;
}

const textOf = async (hash: string): Promise<string> => joined(await sourceFiles(hash));
