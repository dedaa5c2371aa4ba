import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { type CommandConfig, commandConfig } from "../../config.ts";
import { Client } from "./client.ts";
import { configFolder } from "./config-folder.ts";

const Saved = z.object({ url: z.url(), token: z.string() });
type Saved = z.infer<typeof Saved>;

/** Where the sign-in is kept: $XDG_CONFIG_HOME/podium/sign-in.json. */
export const savedAt = (config: CommandConfig): string => path.join(configFolder(config), "sign-in.json");

/** Keeps an installation and a token for the commands to come, readable by their owner alone. */
export function save(signIn: Saved, config = commandConfig()): string {
  const file = savedAt(config);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify(signIn, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return file;
}

/** Which installation and token hold: the environment's, else the saved ones. A saved token stays with its URL. */
export function signInOf(config = commandConfig()): { url: string; token: string | undefined } {
  const file = savedAt(config);
  const saved = existsSync(file) ? Saved.parse(JSON.parse(readFileSync(file, "utf8"))) : null;
  const url = config.PODIUM_URL ?? saved?.url;
  if (!url) throw new Error("Say which Podium first: podium sign-in --url URL --token TOKEN");
  const same = saved?.url.replace(/\/$/, "") === url.replace(/\/$/, "");
  return { url, token: config.PODIUM_TOKEN ?? (same ? saved?.token : undefined) };
}

/** The client of whoever is at the terminal. */
export function client(): Client {
  const config = commandConfig();
  const { url, token } = signInOf(config);
  return new Client(url, token, languageOf(config.LANG));
}

/** LANG as a language tag: zh_CN.UTF-8 → zh-CN; C and POSIX are English. */
export function languageOf(lang: string): string {
  const tag = (lang.split(".")[0] ?? "").replace("_", "-");
  return /^[a-z]{2}/.test(tag) ? tag : "en";
}
