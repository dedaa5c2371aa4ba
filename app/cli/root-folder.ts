import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout's folder, from the source and from a bundle in build/ alike. */
export function rootFolder(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, "package.json"))) {
    const above = path.dirname(folder);
    if (above === folder) throw new Error("This is no whole copy of Podium: package.json is missing.");
    folder = above;
  }
  return folder;
}
