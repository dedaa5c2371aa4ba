import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { sweep } from "../../app/submissions/sweep.server.ts";
import { blobReferences } from "../../db/blobs/sweep.ts";
import { connection } from "../../db/connect.ts";
import { containersOf } from "./inflict.ts";
import type { World } from "./world.ts";

const CGROUPS = "/sys/fs/cgroup";
/** By then the hourly sweep has freed whatever nobody took up. */
const MUCH_LATER_MS = 72 * 3_600_000;

const namesIn = (folder: string) => readdir(folder).catch(() => []);

/** Control groups of this world's judges: right below the root, or below each controller. */
async function groups(world: World): Promise<string[]> {
  const found: string[] = [];
  const wanted = world.mark.replace(/[^a-zA-Z0-9]/g, "-");
  for (const parent of [CGROUPS, ...(await namesIn(CGROUPS)).map((name) => path.join(CGROUPS, name))])
    for (const name of await namesIn(parent))
      if (name.includes(wanted) || name.includes(world.mark)) found.push(path.join(parent, name));
  return found;
}

async function mounts(world: World): Promise<string[]> {
  const own = world.judges.map(({ home }) => home);
  const lines = (await readFile("/proc/self/mountinfo", "utf8")).split("\n");
  return lines
    .map((line) => line.split(" ")[4] ?? "")
    .filter((at) => at.startsWith(`${world.folder}/`) && !own.includes(at));
}

/** Files in the store that no row names, rows without their file, rows that nothing needs. */
async function strayContents(world: World): Promise<string[]> {
  await sweep(new Date(Date.now() + MUCH_LATER_MS));
  const { client } = connection();
  const rows = (await client<{ hash: string }[]>`select hash from blobs`).map(({ hash }) => hash);
  const needed = new Set<string>();
  for (const { table, column } of await blobReferences())
    for (const { hash } of await client.unsafe<{ hash: string }[]>(
      `select ${column} as hash from ${table} where ${column} is not null`,
    ))
      needed.add(hash);
  const store = path.join(world.data, "blobs");
  const files: string[] = [];
  for (const folder of await namesIn(store))
    for (const name of await namesIn(path.join(store, folder)))
      files.push(folder === "incoming" ? `incoming/${name}` : name);
  return [
    ...files.filter((name) => !rows.includes(name)).map((name) => `file ${name} in the store`),
    ...rows.filter((hash) => !files.includes(hash)).map((hash) => `row of ${hash} without its file`),
    ...rows.filter((hash) => !needed.has(hash)).map((hash) => `content ${hash} that nothing needs`),
    ...(await namesIn(path.join(world.data, "uploads"))).map((name) => `upload ${name}`),
  ];
}

/** What ended work has left on this machine, in words. */
export async function leftOver(world: World): Promise<string[]> {
  const folders = await Promise.all(
    world.judges
      .flatMap(({ home }) => [home, `${home}-twin`])
      .flatMap((home) => [path.join(home, "attempts"), path.join(home, "cache", "new")])
      .map(async (folder) => (await namesIn(folder)).map((name) => path.join(folder, name))),
  );
  return [
    ...(await containersOf(world)).map((one) => `container ${one.Id.slice(0, 12)} (${one.State})`),
    ...(await groups(world)).map((at) => `control group ${at}`),
    ...(await mounts(world)).map((at) => `mount ${at}`),
    ...folders.flat().map((at) => `folder ${at}`),
    ...(await strayContents(world)),
  ];
}
