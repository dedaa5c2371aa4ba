import { execFile, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { buildImage, imageId, importImage, pullImage, removeImage, renameImage } from "../sandbox/images.ts";
import { type ImageKind, imageTag, mmdebstrapArguments, OLDER, SETTINGS } from "./recipe.ts";

const exec = promisify(execFile);
const FOLDER = path.resolve("judge/images");
/** How long a registry may say nothing before Debian's packages are used instead. */
const REGISTRY_SILENT_MS = 20_000;
const BUILD_MS = 15 * 60_000;
const SOURCES = [
  "/etc/apt/sources.list",
  "/etc/apt/sources.list.d/debian.sources",
  "/etc/apt/sources.list.d/ubuntu.sources",
];

type Say = (line: string) => void;

/**
 * The name of the built-in image of this kind, made first when the engine has none: from a registry where
 * one can be reached, else from Debian's packages. Throws a sentence for the operator when neither works.
 */
export async function ensureImage(kind: ImageKind, say: Say): Promise<string> {
  const dockerfile = readFileSync(path.join(FOLDER, "Dockerfile"), "utf8");
  const older = OLDER.map((name) => readFileSync(path.join(FOLDER, name), "utf8")).join("\n");
  const tag = imageTag(kind, dockerfile, older);
  if (await imageId(tag)) return tag;
  const refusal = kind === "full" ? await fromRegistry(tag, dockerfile, say) : null;
  if (await imageId(tag)) return tag;
  await fromPackages(kind, tag, say, refusal);
  return tag;
}

/** Why the registry could not help, or null when the image is there. */
async function fromRegistry(tag: string, dockerfile: string, say: Say): Promise<string | null> {
  const base = /^FROM (\S+)/m.exec(dockerfile)?.[1];
  if (!base) throw new Error("judge/images/Dockerfile names no base image");
  try {
    say(`fetching ${base}`);
    await pullImage(base, REGISTRY_SILENT_MS);
    say(`building ${tag}: installs the scientific libraries`);
    await buildImage(tag, { folder: FOLDER, files: OLDER }, BUILD_MS);
    return null;
  } catch (error) {
    // The engine's sentence names the registry's host and address; the first words say what matters.
    return (error as Error).name === "AbortError" ? "it did not answer" : "it cannot be reached";
  }
}

async function fromPackages(kind: ImageKind, tag: string, say: Say, registry: string | null): Promise<void> {
  const why = registry ? `no image registry (${registry}), so ` : "";
  const sources = SOURCES.filter(
    (file) => existsSync(file) && /^(deb |Types:)/m.test(readFileSync(file, "utf8")),
  );
  const caller = sources.length > 0 ? await howToCall() : null;
  if (!caller)
    throw new Error(
      `${why}the sandbox image has to be made from Debian's packages, which this account cannot do here: ` +
        "install mmdebstrap and uidmap (`sudo apt-get install mmdebstrap uidmap`) and start again, or start " +
        "Podium once as root, or load an image that was saved elsewhere (`docker load`) and name it " +
        `\`${tag}\``,
    );
  say(
    `${why}making ${tag} from Debian's packages (${kind === "full" ? "about three minutes" : "half a minute"})`,
  );
  const [command, ...first] = caller;
  const maker = spawn(command!, [...first, ...mmdebstrapArguments(kind, sources, FOLDER)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let complaint = "";
  maker.stderr.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    maker.once("error", reject).once("close", resolve);
  });
  // The engine takes whatever came before the maker failed, so the real name is given at the end only.
  const unchecked = `${tag}-unchecked`;
  const [imported, code] = await Promise.allSettled([importImage(unchecked, maker.stdout, SETTINGS), ended]);
  if (code.status === "fulfilled" && code.value === 0 && imported.status === "fulfilled")
    return renameImage(unchecked, tag);
  await removeImage(unchecked);
  const reason =
    code.status === "fulfilled" && code.value !== 0 ? complaint.trim() : String(reasonOf(imported));
  throw new Error(`the sandbox image could not be made from Debian's packages: ${reason}`);
}

const reasonOf = (result: PromiseSettledResult<unknown>) => result.status === "rejected" && result.reason;

/** The command that may run mmdebstrap here, or null: as root, in a user namespace, or by sudo unasked. */
async function howToCall(): Promise<string[] | null> {
  const works = (command: string, ...args: string[]) =>
    exec(command, args).then(
      () => true,
      () => false,
    );
  if (!(await works("mmdebstrap", "--version"))) return null;
  if (process.getuid?.() === 0) return ["mmdebstrap"];
  const namespaces =
    (await works("sh", "-c", "command -v newuidmap")) && (await works("unshare", "--user", "true"));
  if (namespaces && readFileSync("/etc/subuid", "utf8").includes(`${os.userInfo().username}:`))
    return ["mmdebstrap", "--mode=unshare"];
  return (await works("sudo", "-n", "true")) ? ["sudo", "-n", "mmdebstrap"] : null;
}
