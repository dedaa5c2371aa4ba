import type { Command } from "commander";
import type { z } from "zod";
import { Deliverables, Delivered } from "../../api/team-shapes.ts";
import type { Client } from "../client.ts";
import { localized, minute, print, table } from "../output.ts";
import { progressOn } from "../progress.ts";
import { client } from "../saved.ts";
import { languageHere } from "../terminal.ts";

type Json = { json?: boolean };
type Slot = z.infer<typeof Deliverables>["slots"][number];

const at = (slug: string) => `/competitions/${encodeURIComponent(slug)}/deliverables`;
const slotsOf = async (c: Client, slug: string) => (await c.get(at(slug), Deliverables)).slots;

/** The slot that somebody means: by its id, or by its title in any language. */
function meant(slots: readonly Slot[], words: string): Slot {
  const [found, another] = slots.filter(
    ({ id, title }) => id === words || Object.values(title).includes(words),
  );
  if (!found || another) {
    const names = slots.map(({ title }) => localized(title, languageHere())).join(", ");
    throw new Error(
      `${found ? "Several are" : "Nothing is"} called ${words}. There is: ${names || "nothing"}.`,
    );
  }
  return found;
}

export function deliverableVerbs(program: Command): void {
  program
    .command("deliverables <slug>")
    .description("what your team hands in beside submissions, and what is missing")
    .option("--json", "answer as JSON")
    .action(async (slug: string, { json }: Json) => {
      const slots = await slotsOf(client(), slug);
      print(json, { slots }, () =>
        table(
          [{ title: "FILE" }, { title: "STATE" }, { title: "DUE" }, { title: "NEWEST" }, { title: "ID" }],
          slots.map((slot) => [
            localized(slot.title, languageHere()),
            slot.state,
            minute(slot.dueAt),
            slot.receipts.at(0)?.fileName ?? "-",
            slot.id,
          ]),
        ),
      );
    });

  program
    .command("deliver <slug> <slot> <file>")
    .description("hand in a file for a slot, by its title or id; earlier receipts stay")
    .option("--json", "answer as JSON")
    .action(async (slug: string, words: string, file: string, { json }: Json) => {
      const c = client();
      // Asked first: nobody sends two gigabytes to learn that a title was misspelt or the deadline is over.
      const slot = meant(await slotsOf(c, slug), words);
      if (slot.refusal) throw new Error(slot.refusal.message);
      const { uploadId, handedIn } = await c.bring(file, progressOn(process.stderr, json));
      const made = await c.post(`${at(slug)}/${slot.id}/upload`, Delivered, { body: { uploadId } });
      await handedIn();
      print(json, made, () => `Handed in as version ${made.version}; its receipt is ${made.id}.`);
    });
}
