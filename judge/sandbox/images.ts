import type { Readable } from "node:stream";
import Docker from "dockerode";
import { repositoryOf } from "../contract/image-map.ts";

/** The image is not here and cannot be fetched. */
export class ImageUnavailable extends Error {}

// Reaches the engine that DOCKER_HOST names, else /var/run/docker.sock.
const engine = () => new Docker();

/** The id of the image called `tag`, or null when the engine has none. */
export async function imageId(tag: string): Promise<string | null> {
  return engine()
    .getImage(tag)
    .inspect()
    .then(
      (image) => image.Id,
      (error: { statusCode?: number }) => {
        if (error.statusCode === 404) return null;
        throw error;
      },
    );
}

/** An image of the engine: its id there, and by which name exactly anybody can have it again. */
export type FoundImage = { id: string; exact: string };

/**
 * The image called `tag`, or null when the engine has none. What came from a registry has the registry's digest;
 * what was made or loaded here only the engine's id.
 */
export async function findImage(tag: string): Promise<FoundImage | null> {
  try {
    const { Id, RepoDigests } = await engine().getImage(tag).inspect();
    if (tag.includes("@")) return { id: Id, exact: tag };
    const repository = repositoryOf(tag);
    const digest = RepoDigests?.find((one) => repositoryOf(one) === repository);
    return { id: Id, exact: digest ?? Id };
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return null;
    throw error;
  }
}

/** Whether a name is an engine's id of an image, which no registry knows. */
export const isEnginesId = (name: string): boolean => name.startsWith("sha256:");

/** A line of an engine's answer. */
type Said = {
  error?: string;
  id?: string;
  status?: string;
  progressDetail?: { current?: number; total?: number };
};

/** Reads an engine's answer to its end. Throws the engine's own sentence when it reports a failure. */
async function drain(answer: NodeJS.ReadableStream, heard: (said: Said) => void = () => {}): Promise<void> {
  let rest = "";
  for await (const chunk of answer as AsyncIterable<Buffer | string>) {
    rest += chunk.toString();
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.trim() === "") continue;
      const said = JSON.parse(line) as Said;
      if (said.error) throw new Error(said.error);
      heard(said);
    }
  }
}

/** How much of an image has come, 0 to 1: the layers' bytes as far as the engine has said how many they are. */
function progressMeter() {
  const layers = new Map<string, { current: number; total: number }>();
  let share = 0;
  return ({ id, status, progressDetail }: Said): number => {
    const { current, total } = progressDetail ?? {};
    const known = id === undefined ? undefined : layers.get(id);
    if (id !== undefined && status === "Downloading" && current !== undefined && total)
      layers.set(id, { current, total });
    else if (known && (status === "Download complete" || status === "Pull complete"))
      known.current = known.total;
    const all = [...layers.values()];
    const bytes = all.reduce((sum, { total: size }) => sum + size, 0);
    // A layer of which the engine speaks late makes the whole larger: what was told once is not taken back.
    if (bytes > 0) share = Math.max(share, all.reduce((sum, one) => sum + one.current, 0) / bytes);
    return share;
  };
}

/** Fetches an image from a registry. Gives up once the engine has said nothing for `silentMs`. */
export async function pullImage(
  name: string,
  silentMs: number,
  progressed: (share: number) => void = () => {},
): Promise<void> {
  // Without a tag the engine would fetch all of them.
  const tag = /[:@][^/]*$/.test(name) ? name : `${name}:latest`;
  const stop = new AbortController();
  let timer = setTimeout(() => stop.abort(), silentMs);
  const measure = progressMeter();
  try {
    await drain(await engine().pull(tag, { abortSignal: stop.signal }), (said) => {
      clearTimeout(timer);
      timer = setTimeout(() => stop.abort(), silentMs);
      progressed(measure(said));
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Builds an image from a folder's Dockerfile, which is sent to the engine with `files` of it and nothing else. */
export async function buildImage(
  tag: string,
  { folder, files }: { folder: string; files: readonly string[] },
  timeoutMs: number,
): Promise<void> {
  const answer = await engine().buildImage(
    { context: folder, src: ["Dockerfile", ...files] },
    { t: tag, abortSignal: AbortSignal.timeout(timeoutMs) },
  );
  await drain(answer);
}

/** Makes an image from a file system in a tar. `settings` are lines of a Dockerfile. */
export async function importImage(
  tag: string,
  fileSystem: Readable,
  settings: readonly string[],
): Promise<void> {
  const [repo, version] = tag.split(":");
  // The engine takes one text of several lines as it takes several texts.
  const options = { repo, tag: version, changes: settings.join("\n") };
  const answer = await engine().importImage(fileSystem, options);
  await drain(answer);
}

/** Gives an image another name; its old one is gone. */
export async function renameImage(from: string, to: string): Promise<void> {
  const [repo = "", tag = "latest"] = to.split(":");
  await engine().getImage(from).tag({ repo, tag });
  await removeImage(from);
}

/** Takes a name away, and the image with it when it was the last. Silent when there is none. */
export async function removeImage(tag: string): Promise<void> {
  await engine()
    .getImage(tag)
    .remove()
    .catch((error: { statusCode?: number }) => {
      if (error.statusCode !== 404) throw error;
    });
}

/** Loads an archive of `docker save`. Throws the engine's own sentence when it will not. */
export async function loadImage(archive: Readable): Promise<void> {
  await drain(await engine().loadImage(archive, { quiet: true }));
}

/** Gives an image one more name. */
export async function tagImage(id: string, tag: string): Promise<void> {
  const at = tag.lastIndexOf(":");
  await engine()
    .getImage(id)
    .tag({ repo: tag.slice(0, at), tag: tag.slice(at + 1) });
}

/** The names of all images of a repository. */
export async function imagesOf(repository: string): Promise<string[]> {
  const found = await engine().listImages({ filters: JSON.stringify({ reference: [`${repository}:*`] }) });
  return found.flatMap((one) => (one.RepoTags ?? []).filter((tag) => tag.startsWith(`${repository}:`)));
}

/** What an image runs when nobody says otherwise, and where it wants folders that can be written. */
export async function imageSettings(id: string): Promise<{ command: string[]; volumes: string[] }> {
  const { Config } = await engine().getImage(id).inspect();
  const words = (value: string | string[] | undefined | null) => [value ?? []].flat();
  return {
    command: [...words(Config?.Entrypoint), ...words(Config?.Cmd)],
    volumes: Object.keys(Config?.Volumes ?? {}),
  };
}
