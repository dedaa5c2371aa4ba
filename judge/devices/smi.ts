import { spawn } from "node:child_process";
import type { Seen } from "./inventory.ts";
import {
  CARD_FIELDS,
  readApps,
  readCards,
  readSlices,
  readSliceUse,
  readXids,
  UnreadableAnswer,
} from "./read-smi.ts";

const MOST_BYTES = 4 * 1024 * 1024;

/** The driver's own tool is not there: the host has no cards. */
export class NoDriver extends Error {}

/**
 * Runs a program and answers what it printed. Throws its complaint where it fails, and does not wait for one
 * that outlives `ms`: a tool that hangs in the driver cannot even be killed.
 */
function ask(command: string, args: readonly string[], ms: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    const hear = (part: Buffer) => {
      if (said.length < MOST_BYTES) said += part.toString("utf8");
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    const late = setTimeout(() => {
      child.kill("SIGKILL");
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      reject(new UnreadableAnswer(`${command} did not answer in ${ms} ms`));
    }, ms);
    child.once("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(late);
      reject(error.code === "ENOENT" ? new NoDriver(`${command} is not here`) : error);
    });
    child.once("close", (code) => {
      clearTimeout(late);
      if (code === 0) return resolve(said);
      reject(new UnreadableAnswer(said.trim().slice(0, 400) || `${command} ended with ${code}`));
    });
  });
}

/** What the driver and the kernel say of the cards. */
export function smi({ deadlineMs }: { deadlineMs: number }) {
  const tool = (...args: string[]) => ask("nvidia-smi", args, deadlineMs);
  const cardsOf = async () =>
    readCards(await tool(`--query-gpu=${CARD_FIELDS.join(",")}`, "--format=csv,noheader,nounits"));
  return {
    /** The cards alone, with what they use: one quick question. Throws NoDriver, UnreadableAnswer. */
    cards: cardsOf,
    /** All there is to know. Throws NoDriver, UnreadableAnswer. */
    async look(): Promise<Seen> {
      // "No devices were found" comes with an exit code of its own.
      const cards = await cardsOf().catch((error: Error) => {
        if (/^No devices were found/i.test(error.message)) return [];
        throw error;
      });
      if (cards.length === 0) return { cards, slices: [], sliceUse: [], apps: [], xids: new Map() };
      const sliced = cards.some((card) => card.mig);
      const [apps, slices, sliceUse, xids] = await Promise.all([
        tool("--query-compute-apps=gpu_uuid,pid", "--format=csv,noheader").then(readApps),
        sliced ? tool("-L").then(readSlices) : [],
        sliced ? tool("-q", "-x").then(readSliceUse) : [],
        // Not every judge may read the kernel's log; then ECC and the driver alone tell.
        ask("dmesg", [], deadlineMs).then(readXids, () => new Map<string, number>()),
      ]);
      return { cards, slices, sliceUse, apps, xids };
    },
  };
}
export type Smi = ReturnType<typeof smi>;
