import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

export const CARDS = ["GPU-FAKE-0", "GPU-FAKE-1"];

/**
 * Stands for NVIDIA's `nvidia-container-runtime-hook` where there is no card: as it does, it reads the container's
 * environment and makes the device nodes that this names, of which it has two; it refuses others.
 */
export const HOOK = `#!${process.execPath}
const { readFileSync } = require("node:fs");
const { execFileSync } = require("node:child_process");
const state = JSON.parse(readFileSync(0, "utf8"));
const config = JSON.parse(readFileSync(state.bundle + "/config.json", "utf8"));
const root = require("node:path").resolve(state.bundle, config.root.path);
const asked = config.process.env.filter((one) => one.startsWith("NVIDIA_VISIBLE_DEVICES=")).pop().split("=")[1];
const cards = ${JSON.stringify(CARDS)};
for (const one of asked === "all" ? cards : asked.split(",").filter((name) => name !== "" && name !== "void")) {
  const n = cards.includes(one) ? cards.indexOf(one) : -1;
  if (n < 0) { console.error("unknown device " + one); process.exit(1); }
  execFileSync("nsenter", ["--mount=/proc/" + state.pid + "/ns/mnt", "mknod", "-m", "666", root + "/dev/nvidia" + n, "c", "1", "3"]);
}
`;

const SMI = `#!/bin/sh
here="$(dirname "$0")"
[ -e "$here/hangs" ] && exec sleep 600
case "$1" in
  --query-gpu=*) cat "$here/cards" ;;
  --query-compute-apps=*) cat "$here/apps" ;;
  *) echo "unknown $1"; exit 2 ;;
esac
`;

const DMESG = `#!/bin/sh
cat "$(dirname "$0")/kernel"
`;

/** A host's `nvidia-smi` and `dmesg` that answer what a test says, in a folder for its PATH. */
export async function aDriver() {
  const folder = await mkdtemp(path.join(os.tmpdir(), "podium-driver-"));
  await mkdir(folder, { recursive: true });
  const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
  for (const [name, text] of [
    ["nvidia-smi", SMI],
    ["dmesg", DMESG],
  ] as const) {
    await write(name, text);
    await chmod(path.join(folder, name), 0o755);
  }
  const driver = {
    folder,
    /** Each card with the mebibytes that are in use on it. */
    cards: (used: readonly number[]) =>
      write(
        "cards",
        used
          .map(
            (mib, n) => `${n}, ${CARDS[n]}, NVIDIA A100, 40960, ${mib}, 50, Disabled, 00000000:0${n}:00.0, 0`,
          )
          .join("\n"),
      ),
    apps: (...uuids: string[]) => write("apps", uuids.map((uuid) => `${uuid}, 4711`).join("\n")),
    kernel: (log: string) => write("kernel", log),
    hangs: (does: boolean) => (does ? write("hangs", "") : rm(path.join(folder, "hangs"))),
    end: () => rm(folder, { recursive: true, force: true }),
  };
  await driver.cards([3, 3]);
  await driver.apps();
  await driver.kernel("");
  return driver;
}
