import { BUILT_IN, type ImageMapping, imageFor } from "../contract/image-map.ts";
import type { Work } from "../contract/protocol.ts";
import {
  type FoundImage,
  findImage,
  ImageUnavailable,
  isEnginesId,
  pullImage,
  tagImage,
} from "../sandbox/images.ts";
import type { ImageEngine } from "./ready-images.ts";

const PULL_SILENT_MS = 30_000;
/** Under this name an engine keeps what no registry has, whatever becomes of its own. */
const KEPT = "podium-fixed";

/** The images of this host's engine: `builtIn` is the tag of the built-in one, `own` the host's own table. */
export function imageEngine({ builtIn, own }: { builtIn: string; own: readonly ImageMapping[] }) {
  const tagOf = (image: string) => (image === BUILT_IN ? builtIn : image);
  const engine: ImageEngine = {
    target({ image, named }) {
      const here = own.length > 0 ? imageFor(named, own) : null;
      return here?.pattern ? { tag: tagOf(here.image), own: true } : { tag: tagOf(image), own: false };
    },
    // Its id differs from host to host: each makes it, from the recipe that the tag is the digest of.
    async find(tag) {
      const found = await findImage(tag);
      return found && tag === builtIn ? { ...found, exact: builtIn } : found;
    },
    fetch: (tag, progressed) => pullImage(tag, PULL_SILENT_MS, progressed),
    async keep({ id, exact }) {
      if (exact !== builtIn) await tagImage(id, `${KEPT}:${id.replace("sha256:", "").slice(0, 12)}`);
    },
  };
  return {
    ...engine,
    /** The image that runs for a work, fetched where it is missing. */
    async forWork(asked: Pick<Work, "image" | "imageNamed" | "sameImage">): Promise<FoundImage> {
      const { tag } = asked.sameImage
        ? { tag: tagOf(asked.image) }
        : engine.target({ image: asked.image, named: asked.imageNamed });
      const there = await engine.find(tag);
      if (there) return there;
      const fetched = isEnginesId(tag)
        ? null
        : await engine
            .fetch(tag, () => {})
            .then(
              () => engine.find(tag),
              () => null,
            );
      if (!fetched) throw new ImageUnavailable(`the image ${tag} is not here and cannot be fetched`);
      return fetched;
    },
  };
}
