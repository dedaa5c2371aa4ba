import { listen } from "../../db/connect.ts";
import type { Claim, Work } from "../../judge/contract/protocol.ts";
import { done, type Outcome } from "../web/outcome.ts";
import { offer } from "./claim.server.ts";
import { greet } from "./greet.server.ts";
import type { JudgeHost } from "./hosts.server.ts";

/** A host that asked while nothing waited for it. */
type Asking = { host: JudgeHost; claim: Claim; answer: (work: Work | null) => void };

// A run can become free without a notification (a team was at its limit): look again now and then.
const LOOK_AGAIN_MS = 1000;

// One queue a process, also when the development server loads this module again.
const kept = globalThis as { podiumAsking?: { hosts: Set<Asking>; listening?: Promise<unknown> } };
kept.podiumAsking ??= { hosts: new Set() };
const asking = kept.podiumAsking;

let handingOut: Promise<void> | undefined;
let askedAgain = false;

/** Hands out work, oldest asker first, until nothing is left for anyone; one pass at a time. */
function handOut(): Promise<void> {
  askedAgain = true;
  handingOut ??= handOutAll().finally(() => {
    handingOut = undefined;
  });
  return handingOut;
}

async function handOutAll(): Promise<void> {
  while (askedAgain) {
    askedAgain = false;
    // Hosts of a queue with the same labels and no devices see the same runs: one refusal speaks for all of them.
    const nothingFor = new Set<string>();
    for (const asker of [...asking.hosts]) {
      const { labels, devices } = asker.claim.host;
      const kind =
        devices.length > 0 ? asker.host.id : [asker.host.queueId ?? "", ...labels.toSorted()].join("\n");
      if (nothingFor.has(kind) || !asking.hosts.has(asker)) continue;
      const { takes, work } = await offer({ host: asker.host, facts: asker.claim.host, now: new Date() });
      if (work) asker.answer(work);
      else if (takes) nothingFor.add(kind);
    }
  }
}

/**
 * Work for the host, at once or as soon as a run is queued; null after `waitS` seconds or when the
 * host hangs up. A host that is drained waits as well: it may be resumed meanwhile.
 */
export async function waitForWork(
  host: JudgeHost,
  asked: Claim,
  signal?: AbortSignal,
): Promise<Outcome<Work | null>> {
  const greeted = await greet(host, asked.host, new Date());
  if (!greeted.ok) return greeted;
  return done(await nextWork(host, asked, signal));
}

async function nextWork(host: JudgeHost, asked: Claim, signal?: AbortSignal): Promise<Work | null> {
  asking.listening ??= listen(
    "run_queued",
    () => void handOut().catch(() => {}),
    () => void handOut().catch(() => {}),
  );
  await asking.listening;

  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(patience);
      clearInterval(again);
      signal?.removeEventListener("abort", hangUp);
      asking.hosts.delete(asker);
    };
    const asker: Asking = {
      host,
      claim: asked,
      answer: (work) => {
        leave();
        resolve(work);
      },
    };
    const fail = (error: unknown) => {
      leave();
      reject(error);
    };
    const hangUp = () => asker.answer(null);
    const patience = setTimeout(() => {
      // Whoever hands out may be claiming for this host right now: its answer goes first.
      void (handingOut ?? Promise.resolve()).finally(() => asker.answer(null));
    }, asked.waitS * 1000);
    const again = setInterval(() => void handOut().catch(fail), LOOK_AGAIN_MS);
    signal?.addEventListener("abort", hangUp);
    if (signal?.aborted) return hangUp();
    asking.hosts.add(asker);
    handOut().catch(fail);
  });
}
