// Bundles what Node runs without Remix: the web process, the judge, the supervisor and the command.
import { build } from "esbuild";

const ENTRIES = {
  main: "app/main.ts",
  judge: "judge/main.ts",
  start: "app/start/start.ts",
  demo: "app/start/demo.ts",
  cli: "app/cli/main.ts",
  compare: "app/similarity/compare-process.server.ts",
};
const asked = process.argv.slice(2);
const entryPoints = Object.fromEntries(
  Object.entries(ENTRIES).filter(([name]) => asked.length === 0 || asked.includes(name)),
);

await build({
  entryPoints,
  outdir: asked.length === 0 ? "build/node" : `build/${asked.join("-")}`,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  splitting: true,
  packages: "external",
  sourcemap: true,
  logLevel: "warning",
});
