#!/usr/bin/env node
// The `podium` command: the built one where there is a build, else straight from the source.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const built = new URL("../../build/node/cli.js", import.meta.url);
if (existsSync(fileURLToPath(built))) await import(built.href);
else {
  const { register } = await import("tsx/esm/api");
  register();
  await import(new URL("./main.ts", import.meta.url).href);
}
