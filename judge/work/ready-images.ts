import type { HeldImage, HostOrders, ImageLook, LookedImage, WantedImage } from "../contract/protocol.ts";
import { type FoundImage, isEnginesId } from "../sandbox/images.ts";

/** What this host's engine can do about images. */
export type ImageEngine = {
  /** What runs for an image on this host, and whether that is by the host's own table. */
  target(asked: Pick<WantedImage, "image" | "named">): { tag: string; own: boolean };
  find(tag: string): Promise<FoundImage | null>;
  fetch(tag: string, progressed: (share: number) => void): Promise<void>;
  /** Sees to it that an image that no registry has stays when its tag moves on. */
  keep(found: FoundImage): Promise<void>;
};

export type ReadyImages = {
  /** Takes what the web wants now; fetches what is missing, one after the other. */
  order(orders: Pick<HostOrders, "images" | "looks">): void;
  now(): { images: HeldImage[]; looked: LookedImage[] };
  /** Calls `changed` whenever something is worth telling. */
  watch(changed: () => void): void;
};

const TELL_MS = 1_000;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 600_000;

type Held = HeldImage & { wanted: WantedImage; failures: number; againAt: number };

const keyOf = ({ image, exact }: { image: string; exact: string | null }) => `${image}\n${exact ?? ""}`;
const wordsOf = (error: unknown) => (error as Error).message.slice(0, 500);
/** Whether an image came from a registry, and not from a build or an archive. */
const ofRegistry = ({ exact }: FoundImage) => exact.includes("@");

/** Fetches images ahead, so that no run waits for one, and says how far it is. */
export function readyImages(engine: ImageEngine, clock: () => number = () => performance.now()): ReadyImages {
  const held = new Map<string, Held>();
  const looked = new Map<string, LookedImage & { againAt: number }>();
  let looks: ImageLook[] = [];
  let changed = () => {};
  let working = false;
  let more = false;

  async function fetched(one: Held, tag: string): Promise<FoundImage | null> {
    const there = await engine.find(tag);
    if (there) return there;
    if (isEnginesId(tag)) throw new Error(`the image ${one.image} is fixed to ${tag}, which no registry has`);
    let told = clock();
    Object.assign(one, { state: "fetching", progress: one.progress ?? 0 });
    changed();
    await engine.fetch(tag, (share) => {
      one.progress = Math.min(1, share);
      if (clock() - told < TELL_MS) return;
      told = clock();
      changed();
    });
    return engine.find(tag);
  }

  async function ready(one: Held): Promise<void> {
    const before = JSON.stringify([one.state, one.exact, one.detail]);
    try {
      const { tag, own } = engine.target(one.wanted);
      const found = await fetched(one, own ? tag : (one.wanted.exact ?? tag));
      if (!found) throw new Error(`${tag} was fetched and is not there`);
      if (!ofRegistry(found)) await engine.keep(found);
      Object.assign(one, { state: "here", exact: found.exact, progress: null, detail: "", own, failures: 0 });
    } catch (error) {
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** one.failures++);
      Object.assign(one, { state: "failed", exact: null, progress: null, detail: wordsOf(error) });
      one.againAt = clock() + pause;
    }
    if (JSON.stringify([one.state, one.exact, one.detail]) !== before) changed();
  }

  /** What a name means now: a registry's word, or, for an image that came from none, the engine's. */
  async function look({ image, named, askedAt }: ImageLook): Promise<void> {
    const { tag, own } = engine.target({ image, named });
    // Its own table has another image: it cannot answer for others.
    if (own) return;
    const answer: LookedImage = { image, askedAt, exact: null, problem: null };
    try {
      const before = await engine.find(tag);
      const failure = await engine
        .fetch(tag, () => {})
        .then(
          () => null,
          (error: unknown) => error,
        );
      if (failure && (!before || ofRegistry(before))) throw failure;
      const found = await engine.find(tag);
      if (!found) throw new Error(`${tag} was fetched and is not there`);
      if (!ofRegistry(found)) await engine.keep(found);
      answer.exact = found.exact;
    } catch (error) {
      answer.problem = wordsOf(error);
    }
    looked.set(image, { ...answer, againAt: clock() + FIRST_PAUSE_MS });
    changed();
  }

  async function workAll(): Promise<void> {
    while (more) {
      more = false;
      for (const one of [...looks]) {
        const last = looked.get(one.image);
        const answered = last?.askedAt === one.askedAt;
        if (!answered || (last.problem !== null && clock() >= last.againAt)) await look(one);
      }
      for (const one of [...held.values()])
        if (held.get(keyOf(one.wanted)) === one && (one.state !== "failed" || clock() >= one.againAt))
          await ready(one);
    }
  }

  return {
    order(orders) {
      const wanted = new Map(orders.images.map((image) => [keyOf(image), image]));
      for (const key of held.keys()) if (!wanted.has(key)) held.delete(key);
      for (const [key, one] of wanted)
        if (!held.has(key))
          held.set(key, {
            ...{ image: one.image, asked: one.exact, state: "wanted", exact: null, progress: null },
            ...{ detail: "", own: false, wanted: one, failures: 0, againAt: 0 },
          });
      looks = orders.looks;
      const open = new Set(looks.map(({ image }) => image));
      for (const image of looked.keys()) if (!open.has(image)) looked.delete(image);
      more = true;
      if (working) return;
      working = true;
      void workAll().finally(() => {
        working = false;
      });
    },
    now: () => ({
      images: [...held.values()].map(({ wanted: _, failures: __, againAt: ___, ...one }) => one),
      looked: [...looked.values()].map(({ againAt: _, ...one }) => one),
    }),
    watch(tell) {
      changed = tell;
    },
  };
}
