import path from "node:path";
import { type CommandConfig, commandConfig } from "../../config.ts";

/** Where the command keeps what it remembers: $XDG_CONFIG_HOME/podium. */
export const configFolder = (config: CommandConfig = commandConfig()): string =>
  path.join(config.XDG_CONFIG_HOME ?? path.join(config.HOME, ".config"), "podium");
