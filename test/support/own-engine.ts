import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import Docker from "dockerode";

/**
 * A Docker engine of its own, beside the machine's: other data, socket and network, so that what it does touches
 * nothing else. `programs` come first in its PATH; `runtimes` of them are offered beside runc. Needs root.
 */
export async function ownEngine({
  programs = {},
  runtimes = [],
}: {
  programs?: Record<string, string>;
  runtimes?: string[];
} = {}) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "podium-engine-"));
  const bin = path.join(folder, "bin");
  await mkdir(bin);
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(path.join(bin, name), text);
    await chmod(path.join(bin, name), 0o755);
  }
  const socket = path.join(folder, "docker.sock");
  const engine = spawn(
    "unshare",
    [
      // An engine without a bridge takes down the one that it finds.
      "--net",
      "dockerd",
      `--data-root=${folder}/data`,
      `--exec-root=${folder}/exec`,
      `--pidfile=${folder}/pid`,
      `--host=unix://${socket}`,
      "--bridge=none",
      "--iptables=false",
      "--ip6tables=false",
      ...runtimes.map((name) => `--add-runtime=${name}=${path.join(bin, name)}`),
    ],
    { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } },
  );
  let said = "";
  for (const stream of [engine.stdout, engine.stderr])
    stream.on("data", (part: Buffer) => {
      said = (said + part).slice(-4000);
    });
  const ended = once(engine, "exit");
  const docker = new Docker({ socketPath: socket });
  for (;;) {
    if (engine.exitCode !== null) throw new Error(`the engine does not start: ${said}`);
    if (await docker.ping().catch(() => null)) break;
    await pause(50);
  }
  return {
    docker,
    /** For DOCKER_HOST. */
    host: `unix://${socket}`,
    bin,
    /** Brings an image over from the machine's engine. */
    async take(tag: string) {
      const archive = await new Docker().getImage(tag).get();
      const answer = await docker.loadImage(archive);
      answer.resume();
      await once(answer, "end");
    },
    async end() {
      engine.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
