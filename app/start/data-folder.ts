import { randomInt } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { LETTERS } from "./letters.ts";
import { Sentence } from "./sentence.ts";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Makes the folder ours until the answer is called: two Podiums on one folder would be two masters. */
export function takeDataFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const file = path.join(folder, "running.pid");
  const holder = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  if (holder && holder !== process.pid && isAlive(holder))
    throw new Sentence(
      `Podium already runs on ${folder} (process ${holder}). Stop it, or name another folder with PODIUM_DATA.`,
    );
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

/** The code that proves, at the first visit, that a visitor may read this machine's files. */
export function setUpCode(folder: string): string {
  const file = path.join(folder, "setup-code");
  if (!existsSync(file)) {
    const code = Array.from({ length: 16 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
    writeFileSync(file, code.replace(/(.{4})(?=.)/g, "$1-"), { mode: 0o600 });
  }
  return readFileSync(file, "utf8").trim();
}
