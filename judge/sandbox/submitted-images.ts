import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { type ImageMapping, imageFor } from "../contract/image-map.ts";
import { imageStream, readImageArchive, UnfitImage } from "./image-archive.ts";
import {
  ImageUnavailable,
  imageId,
  imageSettings,
  imagesOf,
  loadImage,
  pullImage,
  removeImage,
  tagImage,
} from "./images.ts";

/** An image a team handed in, there until it is released. */
export type SubmittedImage = { id: string; release(): Promise<void> };

export type SubmittedImages = {
  /** From an archive of `docker save`; throws UnfitImage. */
  load(given: {
    file: string;
    scratch: string;
    attemptId: string;
    maxBytes: number;
  }): Promise<SubmittedImage>;
  /** By its name, where this host may pull it; throws ImageUnavailable or UnfitImage. */
  pull(reference: string, attemptId: string): Promise<SubmittedImage>;
  /** Removes what a killed judge of this host left. */
  sweep(): Promise<void>;
};

const PULL_SILENT_MS = 30_000;
const MOST_VOLUMES = 8;

/** `host` keeps the names of judges that share an engine apart; `pulls` are the patterns that may be pulled. */
export function submittedImages({
  host,
  pulls,
}: {
  host: string;
  pulls: readonly string[];
}): SubmittedImages {
  const repository = `podium-submission/${createHash("sha256").update(host).digest("hex").slice(0, 12)}`;
  const allowed: ImageMapping[] = pulls.map((pattern) => ({ pattern, target: pattern }));

  /** Checks what the engine will not: a command to run, and not more volumes than can be covered. */
  async function ready(tag: string, release: () => Promise<void>): Promise<SubmittedImage> {
    try {
      const id = await imageId(tag);
      if (!id) throw new Error(`the engine has lost ${tag}`);
      const { command, volumes } = await imageSettings(id);
      if (command.length === 0) throw new UnfitImage("the image has no command to run");
      if (volumes.length > MOST_VOLUMES)
        throw new UnfitImage(`the image has more than ${MOST_VOLUMES} volumes`);
      return { id, release };
    } catch (error) {
      await release();
      throw error;
    }
  }

  return {
    async load({ file, scratch, attemptId, maxBytes }) {
      const tag = `${repository}:${attemptId}`;
      const archive = await readImageArchive(file, scratch, maxBytes);
      const stream: Readable = imageStream(archive, tag);
      await loadImage(stream).catch(async (error: Error) => {
        await removeImage(tag);
        // A full disk is ours; what else the engine says of the archive is the archive's.
        if (/no space|connect|socket|ECONN|EPIPE/i.test(error.message)) throw error;
        throw new UnfitImage("the engine cannot load it");
      });
      return ready(tag, () => removeImage(tag));
    },
    async pull(reference, attemptId) {
      const there = allowed.length > 0 && imageFor(reference, allowed).pattern !== null;
      // Also where it is here already: it may be an operator's own.
      if (!there) throw new ImageUnavailable(`this judge host may not pull ${reference}`);
      const before = await imageId(reference);
      if (!before)
        await pullImage(reference, PULL_SILENT_MS).catch(() => {
          throw new ImageUnavailable(`${reference} cannot be pulled`);
        });
      const id = before ?? (await imageId(reference));
      if (!id) throw new ImageUnavailable(`${reference} cannot be pulled`);
      const tag = `${repository}:${attemptId}`;
      await tagImage(id, tag);
      return ready(tag, async () => {
        await removeImage(tag);
        // Another run may use it still: then it goes with that one.
        if (!before) await removeImage(reference).catch(() => {});
      });
    },
    async sweep() {
      for (const tag of await imagesOf(repository)) await removeImage(tag);
    },
  };
}
