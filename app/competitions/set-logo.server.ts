import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { blobStore } from "../../db/blobs/disk.ts";
import { competitions } from "../../db/schema/index.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { formatBytes } from "../web/format.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { LOGO_BYTES } from "./limits.ts";
import { organised } from "./organised.server.ts";
import { isPicture } from "./picture.ts";

/** Puts a picture in the place of the logo, or takes it away with null. */
export async function setLogo(command: {
  viewer: SignedInViewer;
  slug: string;
  picture: Uint8Array | null;
  now: Date;
}): Promise<Outcome<null>> {
  const { picture } = command;
  if (picture && picture.byteLength > LOGO_BYTES)
    return refused("invalid", "editor.refusals.logoLarge", {
      field: "logo",
      values: { max: formatBytes(LOGO_BYTES) },
    });
  if (picture && !isPicture(picture))
    return refused("invalid", "editor.refusals.logoKind", { field: "logo" });
  return organised(command, async ({ tx, competition, record }) => {
    const logo =
      picture &&
      (await blobStore().put(Readable.from([Buffer.from(picture)]), { maxBytes: LOGO_BYTES })).hash;
    await tx.update(competitions).set({ logo }).where(eq(competitions.id, competition.id));
    await record("competition.logoChanged", { details: { before: competition.logo, after: logo } });
    return done(null);
  });
}
