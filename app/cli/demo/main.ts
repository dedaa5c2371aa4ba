import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import { runDemo } from "./run-demo.ts";

// Fills a Podium that runs already; called again it finds its world and adds what is missing.
const given = new Command("demo")
  .requiredOption("--url <url>", "where Podium is")
  .option("--setup-code <code>", "the set-up code of an empty Podium")
  .option("--data <folder>", "where the demo's password is kept", ".podium-demo")
  .parse()
  .opts<{ url: string; setupCode?: string; data: string }>();

const file = path.join(given.data, "demo-password");
const say = (line: string) => process.stdout.write(`${line}\n`);
await runDemo({
  url: given.url,
  setupCode: given.setupCode ?? null,
  judges: true,
  say,
  password: existsSync(file) ? readFileSync(file, "utf8").trim() : undefined,
  ready: (signIns) => {
    mkdirSync(given.data, { recursive: true });
    writeFileSync(file, signIns[0]!.password, { mode: 0o600 });
    for (const { email, password, who } of signIns) say(`  ${email.padEnd(26)} ${password}  ${who}`);
    say("ready");
  },
});
