import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Sandbox } from "../sandbox/sandbox.ts";

/** What the smallest run needs on the disk to begin. */
const ROOM = Buffer.alloc(1024 * 1024);

/** What keeps a host from judging any run: its engine does not answer, or nothing can be written. Null: nothing. */
export async function trouble(host: {
  sandbox: Pick<Sandbox, "about">;
  /** The judge's own folder. */
  folder: string;
}): Promise<string | null> {
  const file = path.join(host.folder, "room");
  try {
    await host.sandbox.about();
    await writeFile(file, ROOM);
    return null;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await rm(file, { force: true }).catch(() => {});
  }
}
