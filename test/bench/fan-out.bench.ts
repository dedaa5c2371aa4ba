import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, test } from "vitest";

// A process of its own: what is measured is its CPU.
test("a message to 1,500 watchers is weighed against bare ws", { timeout: 300_000 }, async () => {
  const tsx = createRequire(import.meta.url).resolve("tsx/cli");
  const script = path.join(import.meta.dirname, "fan-out.ts");
  const child = spawn(process.execPath, [tsx, script, "1500", "20"], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
});
