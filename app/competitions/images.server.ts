import { asc } from "drizzle-orm";
import type { Executor } from "../../db/connect.ts";
import { imageMappings } from "../../db/schema/index.ts";
import type { ImageMapping } from "../../judge/contract/image-map.ts";

/** The installation's table of images in its order: judge/contract/image-map.ts says what follows from it. */
export const imageTable = (executor: Executor): Promise<ImageMapping[]> =>
  executor
    .select({ pattern: imageMappings.pattern, target: imageMappings.target })
    .from(imageMappings)
    .orderBy(asc(imageMappings.position), asc(imageMappings.id));
